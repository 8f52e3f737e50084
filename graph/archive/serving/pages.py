"""In: the path of a page or of what it is made of. Out: the file, from this package, from the page's own assets, or vis-network as pyvis bundles it.

Only files that are listed here can be had, and nothing is asked for elsewhere. It refuses every other path.
"""

from __future__ import annotations

import hashlib
import html
import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from graph.archive.serving.messages import Request, Response

_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
PAGES: Final = {"/": "explorer.html", "/query": "query.html"}
_OWN: Final = ("explorer.css", "query.css", "yasqe.min.css", "yasqe.min.js", "yasqe.LICENSE.txt")
_OWN_SCRIPTS: Final = ("explorer.js", "picture.js", "reading.js", "query.js", "results.js")
_BORROWED: Final = ("dom.js", "palette.js")
_STYLE: Final = "page.css"
_LIBRARY: Final = "vis-network.min.js"
ASSETS: Final = frozenset({*_OWN, *_OWN_SCRIPTS, *_BORROWED, _STYLE, _LIBRARY})


def find_page(request: Request, *, title: str) -> Response | None:
    """The page or asset of a path, or None where there is none; what the browser has already is not sent again."""
    if request.path in PAGES:
        body = _read(PAGES[request.path]).replace(b"{{title}}", html.escape(title).encode("utf-8", "replace"))
        kind = ".html"
    elif request.path.startswith("/assets/") and request.path[8:] in ASSETS:
        body = _read(request.path[8:])
        kind = Path(request.path).suffix
    else:
        return None
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    if tag in request.header("if-none-match"):
        return Response(304, "", headers=(("etag", tag),))
    return Response(200, _TYPES[kind], body, headers=(("etag", tag),))


@cache
def _read(name: str) -> bytes:
    if name == _LIBRARY:
        return _read_library()
    package = files("graph")
    if name in _BORROWED:
        return (package / "page" / "assets" / "script" / name).read_bytes()
    folder = package / "page" / "assets" if name == _STYLE else package / "archive" / "serving" / "assets"
    return (folder / name).read_bytes()


def _read_library() -> bytes:
    # pyvis is looked up, not imported: its import takes a second, and only its folder is needed.
    spec = find_spec("pyvis")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = [path for folder in folders for path in Path(folder).glob("lib/vis-*/vis-network.min.js")]
    newest = max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.parent.name)])
    return re.sub(rb"//# sourceMappingURL=\S*", b"", newest.read_bytes())
