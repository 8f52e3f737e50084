"""In: the name of a NetworkX backend. Out: a block in which NetworkX's algorithms run on it where it has them. It refuses names that are not installed.

GraphBLAS ("graphblas", from the package graphblas-algorithms) is the one that is tested. An algorithm that a backend lacks runs in NetworkX itself;
the results are the same but for the order in which numbers are added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import networkx as nx

from graph.errors import SettingsError


def list_backends() -> tuple[str, ...]:
    """The backends that are installed beside NetworkX itself."""
    return tuple(sorted(name for name in nx.utils.backends.backends if name != "networkx"))


@contextmanager
def use_backend(name: str | None) -> Iterator[None]:
    """Run NetworkX's algorithms on the backend `name` within the block; None and "networkx" change nothing.

    Raises:
        SettingsError: No such backend is installed, or it does not fit the installed NetworkX.
    """
    if name is None or name == "networkx":
        yield
        return
    if name not in list_backends():
        installed = ", ".join(list_backends()) or "none"
        raise SettingsError(f"backend {name!r}: not installed (installed: {installed}); for GraphBLAS: pip install graphblas-algorithms")
    try:
        nx.utils.backends.backends[name].load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"backend {name!r}: does not work with networkx {nx.__version__} ({error}); try another version of it, or none") from error
    with nx.config(backend_priority=[name], fallback_to_nx=True):
        yield
