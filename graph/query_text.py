"""In: a SPARQL query's text. Out: nothing where it may run, else an error that points at the place. It refuses to run anything.

Oxigraph would fetch SERVICE from the network, so words are looked for here: outside of strings, comments, addresses and names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from graph.errors import QueryError
from graph.quoting import show_line

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    | (?P<string>\"{3}(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3} | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:[\w.%:-]*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_query(sparql: str, *, graphs: Collection[str] = ()) -> bool:
    """Lets a query pass that reads only the graph it is asked of; FROM may name its named graphs (`graphs`). Gives whether it does.

    >>> check_query("SELECT * { ?s rdfs:label 'SERVICE' } # FROM here")
    False

    Raises:
        QueryError: it is empty, an update, or reaches elsewhere.
    """
    # SPARQL reads \u0053ERVICE as SERVICE, wherever it stands.
    text = _ESCAPE.sub(_character, sparql)
    tokens = [(kind, token, start) for kind, token, start in _tokens(text) if kind not in {"comment", "other"}]
    if not tokens:
        raise QueryError("the query is empty; try: SELECT ?name WHERE { ?person a tw:Person ; rdfs:label ?name }")
    words = [(token.upper(), start, number) for number, (kind, token, start) in enumerate(tokens) if kind == "word"]
    first = next((word for word, _, number in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise QueryError(f"{first} would change the graph; a query only reads it (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    for word, start, number in words:
        if word == "SERVICE":
            raise QueryError(f"SERVICE at {_where(text, start)}: a query reads the given graph and nothing else")
        if word == "FROM":
            target = next((token for kind, token, _ in tokens[number + 1 :] if kind in {"iri", "name"}), "")
            if target.strip("<>") not in graphs:
                raise QueryError(f"FROM at {_where(text, start)}: a query reads the given graph and nothing else; leave it out")
    return any(word == "FROM" for word, *_ in words)


def explain_error(message: str, sparql: str, prefixes: Mapping[str, str]) -> str:
    """Oxigraph's message in one line that names the place and the words before it.

    >>> explain_error("error at 1:10: expected one of [a], LATERAL, SERVICE, [_]", "SELECT * }", {})
    'the query is wrong at line 1, column 10, at "}"'
    """
    match = _PLACE.match(message)
    if match is None:
        return f"the query cannot be answered: {show_line(message)}"
    line, column, expected = int(match[1]), int(match[2]), match[3]
    lines = sparql.split("\n")
    before, after = (lines[line - 1][: column - 1], lines[line - 1][column - 1 :]) if line <= len(lines) else ("", "")
    place = f"the query is wrong at line {line}, column {column}"
    if "Prefix not found" in expected:
        unknown = re.search(r"([\w.-]*):[^\s:]*\s*$", before)
        known = ", ".join(sorted(prefixes))
        return f'{place}: the prefix "{show_line(unknown[1]) if unknown else ""}:" is not known; known are {known}'
    reasons = [part for part in re.split(r", (?=[A-Z\[])", expected) if part.startswith("The ")]
    next_word = re.match(r"\s*(\w+|\S)", after)
    found = f'at "{show_line(next_word[1])}"' if next_word else f'after "{show_line(before)[-30:]}"' if before.strip() else "at its end"
    return f"{place}, {found}" + (f": {show_line(reasons[0])}" if reasons else "")


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match[0], match.start()


def _where(text: str, start: int) -> str:
    return f"line {text.count(chr(10), 0, start) + 1}, column {start - text.rfind(chr(10), 0, start)}"


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
