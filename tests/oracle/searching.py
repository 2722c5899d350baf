"""Finds planted tokens in bytes, however a value may have been wrapped on its way out."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK: Final = "zq"
_ALPHABET: Final = "abcdefghijkmnoprstuvwxy"
_WORD: Final = re.compile(rb"(?=(zq[a-z]{8}))", re.IGNORECASE)
_DAY: Final = re.compile(rb"1[0-8][0-9]{2}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(rb"(?<![0-9])88[0-9]{6}(?![0-9])")
_QUOTED: Final = re.compile(rb'"[0-9]{3}"(?:,"vuodenvaihde")?')
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
_ESCAPED: Final = re.compile(rb"\\u([0-9a-fA-F]{4})")
_MAGIC: Final[dict[bytes, Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": gzip.decompress,
    b"\x28\xb5\x2f\xfd": zstd.decompress,
    b"x": zlib.decompress,
}


class Mint:
    """Tokens that stand nowhere else: words, days of earlier centuries and eight-digit numbers."""

    def __init__(self, start: int = 0) -> None:
        self._next = count(start + 1)

    def word(self, length: int = 10) -> str:
        """A word of ten letters, filled up to a length."""
        number, letters = next(self._next) * 7919, []
        for _ in range(8):
            number, letter = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[letter])
        return (MARK + "".join(letters)).ljust(length, "x")

    def day(self) -> str:
        number = next(self._next)
        return f"{1000 + number // 300 % 880}-{1 + number // 25 % 12:02}-{1 + number % 25:02}"

    def number(self) -> int:
        return 88_000_000 + next(self._next)


def token_of(value: str) -> str:
    """The part of a planted value that is sought."""
    return value[:10] if value.startswith(MARK) else value


def found(given: bytes) -> set[str]:
    """Every token in the bytes and in all that they can be unwrapped into."""
    tokens: set[str] = set()
    for view in _views(given):
        tokens |= {match.group(1).decode().lower() for match in _WORD.finditer(view)}
        for pattern in (_DAY, _NUMBER, _QUOTED):
            tokens |= {match.group().decode() for match in pattern.finditer(view)}
    return tokens


def _views(given: bytes) -> Iterator[bytes]:
    """The bytes as they are, decompressed, unescaped, percent-decoded and base64-decoded at every alignment."""
    seen: set[bytes] = set()
    waiting = [(given, 0)]
    while waiting:
        view, depth = waiting.pop()
        if view in seen:
            continue
        seen.add(view)
        yield view
        if depth < 2:  # a server wraps no more than twice
            waiting += [(one, depth + 1) for one in _unwrapped(view)]


def _unwrapped(view: bytes) -> Iterator[bytes]:
    for magic, decompress in _MAGIC.items():
        if view.startswith(magic):
            with suppress(OSError, EOFError, zlib.error, zstd.ZstdError):
                yield decompress(view)
    if b"\\" in view:
        plain = view.replace(b"\\/", b"/").replace(b'\\"', b'"').replace(b"\\\\", b"\\")
        yield _ESCAPED.sub(lambda match: chr(int(match[1], 16)).encode(errors="replace"), plain)
    if b"%" in view:
        yield unquote_to_bytes(view)
    decoded = b"\n".join(_decoded(view))
    if decoded:
        yield decoded


def _decoded(view: bytes) -> Iterator[bytes]:
    for run in _BASE64.findall(view):
        for start in range(4):
            piece = run[start:].replace(b"-", b"+").replace(b"_", b"/")
            yield base64.b64decode(piece + b"A" * (-len(piece) % 4))


def wrappings(token: str) -> Iterator[bytes]:
    """The ways in which a token may lie in bytes, for the test that all of them are found."""
    raw = token.encode()
    yield raw
    yield raw.upper()
    yield "".join(f"\\u{ord(letter):04x}" for letter in token).encode()
    yield json.dumps(json.dumps({"value": token})).encode()
    yield "".join(f"%{byte:02X}" for byte in raw).encode()
    yield gzip.compress(raw)
    yield zstd.compress(raw)
    yield zlib.compress(raw)
    for before in (b"", b"a", b"ab"):
        yield b"Basic " + base64.b64encode(before + raw + b"tail")
        yield b"Basic " + base64.urlsafe_b64encode(before + raw.upper() + b"tail")
    yield gzip.compress("".join(f"%{byte:02x}" for byte in raw).encode())
