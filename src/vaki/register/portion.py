"""People as bytes for COPY: what several processes make side by side and one connection loads.

Format: PostgreSQL's binary COPY (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from struct import Struct
from typing import Any, Final, NamedTuple

from vaki.register.document import SHAPE, Document, write
from vaki.register.events.consequences import search_columns
from vaki.register.index import narrow_rows
from vaki.register.standing import Standing

FIRST_KEY: Final = 5_000_000_000
"""The key of everything loaded: the one before the change log's first."""

_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL: Final = b"\xff\xff"
_NULL: Final = b"\xff\xff\xff\xff"
_FIRST_DAY: Final = date(2000, 1, 1).toordinal()
"""PostgreSQL counts days from it."""
_int8: Final = Struct(">iq").pack
_int2: Final = Struct(">ih").pack
_int4: Final = Struct(">ii").pack
_length: Final = Struct(">i").pack
_columns: Final = Struct(">h").pack


class LoadRow:
    """One person's rows: made where the person is made, so that workers share the cost."""

    __slots__ = ("identity", "names", "person", "relations", "residences")

    def __init__(self, document: Document, day: date) -> None:
        standing = Standing(document)
        text = write(standing)
        columns = search_columns(standing, day)
        self.person = (
            document.person_id,
            columns.code,
            columns.municipality,
            columns.alive,
            columns.protected,
            columns.birth_date,
            columns.due,
            FIRST_KEY,
            SHAPE,
            text,
        )
        rows = narrow_rows(standing)
        self.identity = sorted(rows.identity)
        self.names = sorted(rows.names, key=repr)
        self.residences = sorted(rows.residences, key=repr)
        self.relations = sorted(rows.relations)


class Portion(NamedTuple):
    """Rows of several tables, each in COPY's binary format."""

    persons: int
    tables: tuple[tuple[str, bytes], ...]


def portion_of(rows: Iterable[LoadRow]) -> Portion:
    """The rows of some people, as bytes."""
    people = list(rows)
    return Portion(
        len(people),
        (
            ("person", _encoded(_PERSON, [one.person for one in people])),
            ("identity_code", _encoded(_IDENTITY, [row for one in people for row in one.identity])),
            ("person_name", _encoded(_NAME, [row for one in people for row in one.names])),
            ("residence", _encoded(_RESIDENCE, [row for one in people for row in one.residences])),
            ("relation", _encoded(_RELATION, [row for one in people for row in one.relations])),
        ),
    )


def _number(value: int) -> bytes:
    return _int8(8, value)


def _small(value: int) -> bytes:
    return _int2(2, value)


def _flag(value: bool) -> bytes:
    return b"\0\0\0\x01\x01" if value else b"\0\0\0\x01\0"


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _length(len(encoded)) + encoded


_word: Final = lru_cache(maxsize=4096)(_text)
"""As `_text`, of what is met again and again."""


@lru_cache(maxsize=65536)
def _day(value: date) -> bytes:
    """As the driver has it: the first day that Python knows is the one before all others, the last the one after."""
    if value == date.min:
        return _int4(4, -(2**31))
    if value == date.max:
        return _int4(4, 2**31 - 1)
    return _int4(4, value.toordinal() - _FIRST_DAY)


_Encoder = Callable[[Any], bytes]
_PERSON: Final[tuple[_Encoder, ...]] = (
    *(_number, _text, _word, _flag, _flag, _day, _day, _number, _small),
    _text,
)
_IDENTITY: Final[tuple[_Encoder, ...]] = (_text, _number, _flag)
_NAME: Final[tuple[_Encoder, ...]] = (_number, _word, _text, _day, _day)
_RESIDENCE: Final[tuple[_Encoder, ...]] = (_number, _text, _day, _day)
_RELATION: Final[tuple[_Encoder, ...]] = (_number, _number, _word)


def _encoded(encoders: tuple[_Encoder, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    count = _columns(len(encoders))
    made = [_HEAD]
    for row in rows:
        made.append(count)
        made += [_NULL if value is None else encode(value) for encode, value in zip(encoders, row, strict=True)]
    made.append(_TAIL)
    return b"".join(made)
