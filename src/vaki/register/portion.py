"""People as bytes for COPY: what several processes make side by side and one connection loads.

Format: PostgreSQL's binary COPY (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from struct import Struct
from typing import Final, NamedTuple

from vaki.register.document import SHAPE, Document, write
from vaki.register.events.consequences import search_columns
from vaki.register.index import IdentityRow, NameRow, RelationRow, ResidenceRow, listed_rows
from vaki.register.standing import Standing

FIRST_KEY: Final = 5_000_000_000
"""The key of everything loaded: the one before the change log's first."""

_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL: Final = b"\xff\xff"
_NULL: Final = b"\xff\xff\xff\xff"
_FIRST_DAY: Final = date(2000, 1, 1).toordinal()
"""PostgreSQL counts days from it."""
PersonRow = tuple[int, str, str | None, bool, bool, date | None, date | None, int, int, str]
"""(person, code, municipality, alive, protected, birth date, due, key, shape, document)"""


class LoadRow:
    """One person's rows: made where the person is made, so that workers share the cost."""

    __slots__ = ("identity", "names", "person", "relations", "residences")

    def __init__(self, document: Document, day: date) -> None:
        standing = Standing(document)
        text = write(standing)
        columns = search_columns(standing, day)
        self.person: PersonRow = (
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
        self.identity, self.names, self.residences, self.relations = listed_rows(standing)


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
            ("person", _encoded(_person(one.person) for one in people)),
            ("identity_code", _encoded(_identity(row) for one in people for row in one.identity)),
            ("person_name", _encoded(_name(row) for one in people for row in one.names)),
            ("residence", _encoded(_residence(row) for one in people for row in one.residences)),
            ("relation", _encoded(_relation(row) for one in people for row in one.relations)),
        ),
    )


def _encoded(rows: Iterable[bytes]) -> bytes:
    return b"".join((_HEAD, *rows, _TAIL))


# A row is the number of its columns, then each value after its length.

_begun_by_number: Final = Struct(">hiq").pack
_begun_by_two: Final = Struct(">hiqiq").pack
_columns: Final = Struct(">h").pack


def _person(row: PersonRow) -> bytes:
    person_id, code, municipality, alive, protected, birth_date, due, key, shape, text = row
    return b"".join(
        (
            _begun_by_number(10, 8, person_id),
            _text(code),
            _NULL if municipality is None else _word(municipality),
            _flag(alive),
            _flag(protected),
            _day(birth_date),
            _day(due),
            _number(8, key),
            _small(2, shape),
            _text(text),
        )
    )


def _identity(row: IdentityRow) -> bytes:
    code, person_id, active = row
    return _columns(3) + _text(code) + _number(8, person_id) + _flag(active)


def _name(row: NameRow) -> bytes:
    person_id, kind, key, since, until = row
    return _begun_by_number(5, 8, person_id) + _word(kind) + _text(key) + _day(since) + _day(until)


def _residence(row: ResidenceRow) -> bytes:
    person_id, code, since, until = row
    return _begun_by_number(4, 8, person_id) + _text(code) + _day(since) + _day(until)


def _relation(row: RelationRow) -> bytes:
    person_id, other_id, kind = row
    return _begun_by_two(3, 8, person_id, 8, other_id) + _word(kind)


_number: Final = Struct(">iq").pack
_small: Final = Struct(">ih").pack
_date: Final = Struct(">ii").pack
_length: Final = Struct(">i").pack


def _flag(value: bool) -> bytes:
    return b"\0\0\0\x01\x01" if value else b"\0\0\0\x01\0"


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _length(len(encoded)) + encoded


_word: Final = lru_cache(maxsize=4096)(_text)
"""As `_text`, of what is met again and again."""


@lru_cache(maxsize=65536)
def _day(value: date | None) -> bytes:
    """As the driver has it: the first day that Python knows is the one before all others, the last the one after."""
    if value is None:
        return _NULL
    if value == date.min:
        return _date(4, -(2**31))
    if value == date.max:
        return _date(4, 2**31 - 1)
    return _date(4, value.toordinal() - _FIRST_DAY)
