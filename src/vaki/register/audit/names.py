"""Names: spellings, the call name, and the periods of those that were in use before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaki.register.audit import contradictions as that
from vaki.register.audit.person import day_of
from vaki.register.events.name import full_spelling
from vaki.register.events.spelling import reduced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.groups import WireGroup

_HISTORY: Final = "NIMENMUUTOS_LAAJA"
_OF_WHOLE: Final = {"ETUNIMI": "etunimi", "SUKUNIMI": "sukunimi"}
_FORMER: Final = "EDELLINEN_"
_PRESENT: Final = "NYKYINEN_"


def names(person: Person) -> Iterator[Found]:
    whole = person.one("HENKILON_NIMI")
    history = person.all(_HISTORY)
    for kind, group, members in (
        *((("HENKILON_NIMI", whole, ("etunimi", "sukunimi")),) if whole is not None else ()),
        *((_HISTORY, one, ("nimi",)) for one in history),
    ):
        if not all(_spelt(group, member) for member in members):
            yield that.NAME_SPELLING.found(kind=kind)
    by_kind: dict[str, list[WireGroup]] = {}
    for one in history:
        by_kind.setdefault(str(one["nimilaji"]), []).append(one)
    yield from _present(whole, by_kind)
    yield from _former(whole, by_kind)


def _spelt(group: WireGroup, member: str) -> bool:
    full = group.get(f"{member}UTF8")
    return full is None or member not in group or reduced(full) == group[member]


def _present(whole: WireGroup | None, by_kind: dict[str, list[WireGroup]]) -> Iterator[Found]:
    if whole is None:
        return
    for kind, member in _OF_WHOLE.items():
        for one in by_kind.get(_PRESENT + kind, ()):
            if full_spelling(one, "nimi") != full_spelling(whole, member):
                yield that.PRESENT_NAME.found()
    first = full_spelling(whole, "etunimi")
    among = {first, *first.split(), *first.replace("-", " ").split()}
    for one in by_kind.get(f"{_PRESENT}KUTSUMANIMI", ()):
        if full_spelling(one, "nimi") not in among:
            yield that.CALL_NAME.found()


def _former(whole: WireGroup | None, by_kind: dict[str, list[WireGroup]]) -> Iterator[Found]:
    """An earlier name's last day equals the first day of the one after it."""
    since = day_of(whole, "alkupv")
    for kind, groups in by_kind.items():
        if not kind.startswith(_FORMER):
            continue
        periods = [(day_of(one, "alkupv"), day_of(one, "loppupv")) for one in groups]
        # A name whose beginning nobody recorded may have come in between.
        if any(later < earlier for (_, earlier), (later, _) in pairwise(sorted(filter(all, periods)))):
            yield that.NAMES_OVERLAP.found()
        member = kind.removeprefix(_FORMER)
        if member in _OF_WHOLE and since and any(until > since for _, until in periods):
            yield that.NAME_ENDS_LATER.found()
