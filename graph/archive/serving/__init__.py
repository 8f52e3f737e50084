"""One graph over HTTP: a SPARQL 1.1 endpoint, a page to ask it, a page to walk through it. In: an archive or a graph file. Out: a server until it is stopped.

    application   where it begins: `serve`, `listen`
    limits        what one client, request and answer may take
    server        who may connect; connections: HTTP/1.1 with deadlines; messages: requests and answers
    guard         who may ask, and the headers that keep a browser safe
    routes        what stands under which path; pages: the files of the two pages
    protocol      SPARQL 1.1 Protocol; negotiation: which form is wanted
    processes     the processes that answer; places: which question may run; worker: one of them; writing, triples: the forms of an answer
    explorer      what the explorer's page asks for

Bound to this machine alone unless told otherwise. Nothing is imported here, so that a process that answers starts fast. It refuses to change a graph,
to read a file that a query names, and to ask another server.
"""
