"""The variant with one JSONB column: a person is a row, its groups a list in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, load_only, mapped_column
from sqlalchemy.sql.base import ExecutableOption

from benchmarks.competitors.fastapi_app.database import Base
from benchmarks.competitors.fastapi_app.schemas import Henkilo
from benchmarks.competitors.rules import KIND, Group, Product


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    protected: Mapped[bool]
    groups: Mapped[list[Group]] = mapped_column(JSONB)


class Change(Base):
    __tablename__ = "change"
    key: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    person_id: Mapped[int]
    code: Mapped[str]
    protected: Mapped[bool]
    found_by_place: Mapped[bool]
    touches_place: Mapped[bool]
    withheld: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    groups: Mapped[list[Group]] = mapped_column(JSONB)


Item = Henkilo
PERSON_OPTIONS: tuple[ExecutableOption, ...] = (load_only(Person.protected, Person.groups),)
CHANGE_OPTIONS: tuple[ExecutableOption, ...] = ()


def item(code: str, person: Person, product: Product, *, protected: bool) -> Henkilo:
    """A person of base data."""
    return Henkilo(henkilotunnus=code, tietoryhmat=product.base_groups(person.groups, protected=protected))


def kinds(item: Henkilo) -> set[str]:
    """The kinds of groups that an item tells."""
    return {group[KIND] for group in item.tietoryhmat}


def groups_of(change: Change) -> tuple[list[Group], list[int]]:
    """(groups, numbers of the withheld ones) of a change."""
    return change.groups, change.withheld
