"""In: a SPARQL query's text. Out: nothing where it may run, else an error that points at the place. It refuses to run anything.

Oxigraph would fetch SERVICE from the network, so words are looked for here: outside of strings, comments, addresses and names. It takes `SERVICEx:`
for the word and a name, and `<` for "less than" where an operand stands before it; so where the word stands at all, all must be beyond doubt.
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
_SERVICE = re.compile("service", re.IGNORECASE)
_SURE_ADDRESS = re.compile(r"<(?:[a-z][a-z0-9+.-]*://|(?!.*service)[^#']*>)", re.IGNORECASE)
"""What can be nothing else, or hides nothing, no comment and no string where "<" means less than."""
_SURE_NAME = re.compile(r"(?![^:]*service)[^:]*:(?![.-])(?!.*\.service).*", re.IGNORECASE)
"""A name with the word in its second half, where no full stop can end the name before it."""
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_query(sparql: str, *, graphs: Collection[str] = ()) -> bool:
    """Lets a query pass that reads only the graph it is asked of; FROM may name its named graphs (`graphs`). Gives whether it does.

    >>> check_query("SELECT * { ?s rdfs:label 'SERVICE' } # FROM here")
    False

    Raises:
        QueryError: it is empty, an update, or reaches elsewhere.
    """
    # SPARQL reads \u0053ERVICE as SERVICE, wherever it stands; Oxigraph knows escapes in strings and addresses alone.
    text = _ESCAPE.sub(_character, sparql)
    for reading in dict.fromkeys((text, sparql)):
        if (start := _find_service(reading)) is not None:
            raise QueryError(f"SERVICE at {_where(reading, start)}: a query reads the given graph and nothing else{_doubt(reading, start)}")
    tokens = [(kind, token, start) for kind, token, start in _tokens(text) if kind not in {"comment", "other"}]
    if not tokens:
        raise QueryError("the query is empty; try: SELECT ?name WHERE { ?person a tw:Person ; rdfs:label ?name }")
    words = [(token.upper(), start, number) for number, (kind, token, start) in enumerate(tokens) if kind == "word"]
    first = next((word for word, _, number in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise QueryError(f"{first} would change the graph; a query only reads it (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    for word, start, number in words:
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


def _find_service(text: str) -> int | None:
    """Where SERVICE stands, or what stands there may hide it; None where it surely stands nowhere but in strings, comments, addresses and names."""
    if not _SERVICE.search(text):
        return None
    for kind, token, start in _tokens(text):
        found = _SERVICE.search(token)
        if kind == "iri" and not _SURE_ADDRESS.match(token):
            return start
        if found and (kind == "word" or (kind == "name" and not _SURE_NAME.fullmatch(token))):
            return start + found.start()
    return None


def _doubt(text: str, start: int) -> str:
    if text.startswith("<", start):
        return "; write addresses in full (<http://…>), and a blank behind a < that means less than"
    return ""


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match[0], match.start()


def _where(text: str, start: int) -> str:
    return f"line {text.count(chr(10), 0, start) + 1}, column {start - text.rfind(chr(10), 0, start)}"


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
