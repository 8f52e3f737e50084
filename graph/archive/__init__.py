"""Many articles in one archive: a graph that grows on disk, embedded, one named graph per article. Nothing heavy is imported before it is used.

store       the archive itself: articles in, contents and answers out; each change is one transaction
embedded    where its quads lie: a folder on disk, by Oxigraph; `remote` at a SPARQL endpoint, asked by `endpoint`, one writer at a time by `lease`
layout      the addresses of its graphs and the terms of their rows
planning    which quads a change takes out and puts in; `updates` writes them as one request
vocabulary  what relations are called, said once for all articles
preparing   one article's contents as what the store keeps of it
sources     what is to be read: folders, globs, JSON Lines, pages, `feeds`
ingesting   sources -> archive, by worker processes (`workers`); what is unchanged since the same `version` of the program is skipped
changes     what was withdrawn and added when an article changed
profiles    what tells a named entity of one article from its namesakes elsewhere; `likeness` compares names, roles and places
linking     two profiles -> same, different or unknown, with reasons; `facts` parts, `evidence` weighs
blocking    which entities are compared at all, so that an article's cost does not grow with the archive; `register` keeps it
entering    who is compared with whom, as articles come and go; `link_rows` how a link is written
links       all that is not linked yet is linked; what the user decided; `clusters` makes one entity of many
reports     statements across articles, by the entities that links make one
comparing   the same statement from several publishers, copies (`stories`) counted once; contradictions
timeline    what happened when; `states` what held on a day
serving     an archive or a graph over HTTP: the endpoint and the pages
"""
