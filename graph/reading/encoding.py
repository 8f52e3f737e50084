"""In: the bytes of a text. Out: its characters. It refuses binary data and bytes of which no encoding makes sense.

UTF-8 first, then what a byte order mark says, then the old single-byte encodings in which English was written, chosen by how much of what they
make of the bytes is what English prose holds; other languages are left to charset-normalizer.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zipped file, such as a Word document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
)
_LEGACY = ("cp1252", "mac_roman", "cp850")
_TYPOGRAPHY = frozenset("‘’“”–—…£€©®°·•½¼¾×«»§™†‡\xa0")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class UnreadableError(ValueError):
    """The bytes are no text; the message completes the words "it is" or "it"."""


def decode(data: bytes, *, declared: str | None = None) -> str:
    r"""The characters of `data`; `declared` is the encoding that a page or a server names, believed where it fits.

    Raises:
        UnreadableError: for binary data, and for bytes of which no encoding makes sense.

    >>> decode(b"\x93No,\x94 she said.")
    '“No,” she said.'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "ignore")
    if data.count(0) > len(data) // 100:
        return _decode_wide(data)
    _refuse_binary(data)
    for candidate in ("utf-8", None if _is_latin(declared) else declared):
        text = _try(data, candidate)
        if text is not None:
            return text
    return _mend_utf8(data) or _decode_legacy(data)


def _refuse_binary(data: bytes) -> None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"is {kind}, not text; save it as plain text first")
    if len(_CONTROL.findall(data)) > len(data) // 50 + 2:
        raise UnreadableError("is binary, not text")


def _try(data: bytes, name: str | None) -> str | None:
    if not name:
        return None
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_latin(name: str | None) -> bool:
    """What says that it is Latin-1 or ASCII and is not is Windows-1252, as browsers know."""
    try:
        return name is not None and codecs.lookup(name).name in ("iso8859-1", "ascii")
    except LookupError:
        return True


def _decode_wide(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of English in it is zero."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return data.decode("utf-16-le", "ignore")
    if even > half * 0.7 and odd < half * 0.1:
        return data.decode("utf-16-be", "ignore")
    raise UnreadableError("is binary, not text")


def _mend_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, such as a file cut off in the middle of a character."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    return text.replace("\ufffd", "") if broken <= max(1, whole // 20) and whole >= 2 * broken else None


def _decode_legacy(data: bytes) -> str:
    high = sum(byte > 0x7F for byte in data)
    if high > len(data) // 5:
        return _guess(data)
    texts = [_decode_single(data, name) for name in _LEGACY]
    scores = [_plausibility(text) for text in texts]
    scores[0] += 1.0  # Windows-1252 is by far the commonest
    if max(scores) < -0.5 * high:
        raise UnreadableError("is in an encoding that cannot be made out; save it as UTF-8")
    return texts[scores.index(max(scores))]


def _decode_single(data: bytes, name: str) -> str:
    """As browsers do: the few bytes that Windows-1252 leaves open are control characters, which cleaning drops."""
    return "".join(_try(bytes([byte]), name) or chr(byte) for byte in data) if _try(data, name) is None else data.decode(name)


def _plausibility(text: str) -> float:
    """How many of the characters beyond ASCII are where English prose has them, less those that are not."""
    score = 0.0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        char, before, after = match.group(), text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if char in _TYPOGRAPHY:
            score += 1.0
        elif char.isalpha() and char.islower() and (before.isalpha() or after.isalpha()):
            score += 0.8  # "café", "naïve"
        elif char.isalpha() and char.isupper() and (not before.isalpha() or before.isupper()):
            score += 0.3  # "Évian"
        elif not "\x80" <= char <= "\x9f":
            score -= 1.0  # "donÕt", and signs that no newspaper prints
    return score


def _guess(data: bytes) -> str:
    """Mostly letters beyond ASCII: not English, but to be able to say so it must be read."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnreadableError("is in an encoding that cannot be made out; save it as UTF-8")
    return str(best)
