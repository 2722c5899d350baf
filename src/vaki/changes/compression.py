"""Compressing a stream as its reader asks by Accept-Encoding: zstd, else gzip, else not at all."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING, Final, Protocol

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdCompressor
else:
    from backports.zstd import ZstdCompressor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_GZIP_WINDOW: Final = 31
"""zlib's number for the largest window in gzip's own framing."""
_GZIP_LEVEL: Final = 4
_ZSTD_LEVEL: Final = 3


class Compressor(Protocol):
    """Compresses a stream part by part; what it has been given can be read as soon as it answers."""

    def part(self, text: bytes) -> bytes: ...

    def end(self) -> bytes: ...


class Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)

    def part(self, text: bytes) -> bytes:
        return self._stream.compress(text) + self._stream.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._stream.flush()


class Zstd:
    def __init__(self) -> None:
        self._stream = ZstdCompressor(level=_ZSTD_LEVEL)

    def part(self, text: bytes) -> bytes:
        return self._stream.compress(text, ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._stream.flush()


ENCODINGS: Final[dict[str, Callable[[], Compressor]]] = {"zstd": Zstd, "gzip": Gzip}
"""By name, the preferred one first."""


def chosen(accept_encoding: str) -> str | None:
    """The encoding of ENCODINGS that the reader likes best; None for none (RFC 9110 §12.5.3)."""
    weights = weighted(accept_encoding.split(","))
    rest = weights.get("*", 0.0)
    liked = {name: weights.get(name, rest) for name in ENCODINGS}
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 and liked[best] >= weights.get("identity", 0.0) else None


def weighted(given: Iterable[str]) -> dict[str, float]:
    """What is accepted, in lower case, with its weight: 1 unless it says so by `q`; 0 means refused."""
    found: dict[str, float] = {}
    for one in given:
        name, *parameters = (part.strip().lower() for part in one.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        if name:
            found[name] = weight
    return found
