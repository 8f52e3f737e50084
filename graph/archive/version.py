"""In: the program's own files. Out: short names for the version that builds graphs and the one that links, so that an archive knows what is to be made again.

A release has a number; between two of them any change of code, rules or network counts. It refuses to look at what builds no graph (pages, queries).
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_APART: Final = frozenset({"archive", "cli", "page", "analysis", "formats", "__pycache__", "queries", "train.py", "evaluate.py", "queries.py"})
_KINDS: Final = frozenset({".py", ".json", ".toml", ".txt", ".gz", ".onnx", ".tsv"})
_LINKING: Final = (
    *(
        f"archive/{name}.py"
        for name in ("excerpts", "profiles", "facts", "evidence", "linking", "blocking", "register", "entering", "link_rows", "placing", "leaving", "clusters")
    ),
    "archive/likeness/*.py",
    "archive/data/*.txt",
    "archive/data/*.gz",
    "gazetteer/*.*",
)


@cache
def program_version() -> str:
    """The release, and a hash of all that decides what a graph holds."""
    from importlib.metadata import PackageNotFoundError, version

    import ontology

    try:
        release = version("triplewire")
    except PackageNotFoundError:
        release = "0"
    digest = hashlib.sha256()
    for root in (Path(__file__).parents[1], Path(ontology.__file__).parent):
        for path in sorted(path for path in root.rglob("*") if path.suffix in _KINDS):
            if _APART.isdisjoint(path.relative_to(root).parts):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{release}+{digest.hexdigest()[:12]}"


@cache
def linking_version() -> str:
    """Changes with all that decides what is linked: links of another version are made again."""
    digest = hashlib.sha256()
    for path in sorted(path for name in _LINKING for path in Path(__file__).parents[1].glob(name) if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
