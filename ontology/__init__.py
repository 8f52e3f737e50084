"""In: nothing. Out: what the relations of a graph mean: addresses, families, lexicon, and the data files news.ttl, shapes.ttl and queries/.

`namespaces` makes addresses, `families` holds the relation families, `lexicon` finds the family of a phrase. It refuses to import an RDF library.
"""
