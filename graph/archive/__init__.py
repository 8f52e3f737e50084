"""Many articles in one archive: a graph that grows on disk, embedded, one named graph per article. Nothing heavy is imported before it is used.

store       the archive itself: articles in, contents and answers out; each change is one transaction
backends    where its quads lie: a folder on disk (a SPARQL endpoint in `remote`)
planning    which quads a change takes out and puts in
vocabulary  what relations are called, said once for all articles
preparing   one article's contents as what the store keeps of it
sources     what is to be read: folders, globs, JSON Lines, pages, feeds
ingesting   sources -> archive, by worker processes
changes     what was withdrawn and added when an article changed
comparing   the same statement from several publishers; contradictions
timeline    what happened when, and the state as of a day
"""
