"""What is asked and what is answered; members are named as on the wire."""

# ruff: noqa: N815

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from benchmarks.competitors.fastapi_app.groups import AnyGroup

Henkilotunnus = Annotated[str, StringConstraints(min_length=11, max_length=11)]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Perustietokysely(Asked):
    hetulista: Annotated[list[Henkilotunnus], Field(max_length=1000)]


class Muutoskysely(Asked):
    viimeisinKirjausavain: int
    hetulista: list[Henkilotunnus]


class Henkilo(BaseModel):
    henkilotunnus: str
    tietoryhmat: list[dict[str, Any]]


class HenkiloRiveista(BaseModel):
    """A person put together of rows."""

    henkilotunnus: str
    tietoryhmat: list[AnyGroup]


Item = TypeVar("Item", Henkilo, HenkiloRiveista)


class Muutos(BaseModel):
    henkilotunnus: str
    tietoryhmat: list[dict[str, Any]]
    muutospv: str


class Perustiedot(BaseModel, Generic[Item]):
    perustiedot: list[Item]
    ajanTasalla: bool = True


class Muutokset(BaseModel):
    viimeisinKirjausavain: int
    muutokset: list[Muutos]
    ajanTasalla: bool
