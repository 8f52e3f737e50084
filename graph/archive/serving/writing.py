"""In: the columns and rows of a result, as Oxigraph gives them. Out: the bytes of a SPARQL 1.1 result in JSON, XML, CSV or TSV, piece by piece.

The pieces are counted by whoever asks for them, so that an answer can be cut between two rows and still be whole. It refuses to run a query.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

Row = Sequence[Any]
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_XML_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
# XML 1.0 has no way at all to write these.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+|[+-]?[0-9]*\.[0-9]+|[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+", re.ASCII)
_NUMBER_TYPES: Final = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double"))


def write_rows(form: str, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The pieces of a SELECT's result: a head, one piece for each row, an end."""
    return _ROW_WRITERS[form](columns, rows)


def write_truth(form: str, value: bool) -> str:
    """An ASK's result; for CSV and TSV, which the standard leaves out, one column as others write it.

    >>> write_truth("json", True)
    '{"head":{},"boolean":true}'
    """
    word = "true" if value else "false"
    return {
        "json": f'{{"head":{{}},"boolean":{word}}}',
        "xml": f"{_XML_HEAD}<head/>\n<boolean>{word}</boolean>\n</sparql>\n",
        "csv": f"answer\r\n{word}\r\n",
        "tsv": f"?answer\n{word}\n",
    }[form]


def _json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{_dump(list(columns))}}},"results":{{"bindings":['
    mark = "\n"
    for row in rows:
        yield mark + _dump({name: _json_term(term) for name, term in zip(columns, row, strict=True) if term is not None})
        mark = ",\n"
    yield "\n]}}\n"


def _json_term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        return {"type": "triple", "value": {name: _json_term(getattr(term, name)) for name in ("subject", "predicate", "object")}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found if term.datatype.value == _STRING else found | {"datatype": term.datatype.value}


def _xml(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield _XML_HEAD + "<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in columns) + "</head>\n<results>\n"
    for row in rows:
        cells = (f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in zip(columns, row, strict=True) if term is not None)
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = "".join(f"<{name}>{_xml_term(getattr(term, name))}</{name}>" for name in ("subject", "predicate", "object"))
        return f"<triple>{parts}</triple>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{_xml_text(term.value)}</literal>"
    kind = "" if term.datatype.value == _STRING else f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    yield _take(out)
    for values in rows:
        # A row of one empty cell must not be an empty line, which readers skip: csv writes it as "".
        writer.writerow([_plain(term) for term in values])
        yield _take(out)


def _take(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _plain(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.BlankNode | ox.Triple):
        return str(term)
    return str(term.value)


def _tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in columns) + "\n"
    for row in rows:
        yield "\t".join(_tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBER_TYPES and _NUMBER.fullmatch(term.value):
        return term.value
    # As in Turtle, where a literal's line breaks are escapes; a tab may stand in one there, but not here.
    return str(term).replace("\t", "\\t")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_ROW_WRITERS: Final[dict[str, Callable[[Sequence[str], Iterable[Row]], Iterator[str]]]] = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
