"""In: the contents of a graph. Out: one HTML file in which people read, search and check it. It refuses to reach for the network.

`model` says what the page shows, `folding` what it shows first, `layout` where, and `render` puts it into the template, script and style of `assets/`.
"""

from graph.page.render import render_page

__all__ = ["render_page"]
