"""In: bytes of a file or page. Out: its clean text and what it says of itself. It refuses to know about anything after the article.

The parts of the first stage, which `graph.article` puts together: encoding (bytes to characters), markdown and webpage (a format to plain text),
cleaning (characters and paragraphs), furniture (captions, bylines and the like), datelines (the day an article is of).
"""
