"""Whether one person's document can be true, by itself and beside those of the persons it mentions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes import hetu
from vaki.register.derive import derive
from vaki.register.document import Document, Entry, reference, write
from vaki.register.groups import BY_NAME, KIND, PLACE
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.groups import WireGroup

_OTHER_SIDE: Final = {
    "LAPSI": "VANHEMPI",
    "VANHEMPI": "LAPSI",
    "HUOLTAJA": "HUOLLETTAVA",
    "HUOLLETTAVA": "HUOLTAJA",
    "AVIOLIITTO": "AVIOLIITTO",
    "REKISTEROITY_PARISUHDE": "REKISTEROITY_PARISUHDE",
    "ASUMUSERO": "ASUMUSERO",
}
_OWN_NUMBERING: Final = frozenset({"jarjestysnumero", "jarjestyskirjain"})
"""Members that each side counts for itself."""
_UNIONS: Final = {"AVIOLIITTO": "AVIOLIITOSSA", "REKISTEROITY_PARISUHDE": "REKISTEROIDYSSA_PARISUHTEESSA"}
_ONLY_LIVING_HAVE: Final = (
    "VAKINAINEN_KOTIMAINEN_OSOITE",
    "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "VAKINAINEN_ULKOMAINEN_OSOITE",
    "VAKINAINEN_ULKOMAILLA_ASUMINEN",
    "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
    "TILAPAINEN_KOTIMAINEN_OSOITE",
    "HUOLTAJA",
    "HUOLLETTAVA",
)
_BEGINNINGS: Final = ("alkupv", "kuntaanMuuttopv", "vihkipv", "virallistamispv", "huoltosuhteenAlkupv")
_YOUNGEST_PARENT: Final = timedelta(days=10 * 365)
_BORN_AFTER_DEATH: Final = timedelta(days=300)


def audit_document(document: Document, people: Mapping[int, Document]) -> Iterator[str]:
    """What does not hold, as sentences. `people` has every person whom the document mentions."""
    yield from _form(document)
    yield from _identity(document)
    for entry in document.entries:
        known = BY_NAME.get(entry.kind)
        if known is None or known.derived_from is not None or entry.kind == "PERHESUHDE":
            continue
        for other in entry.mentions:
            if other not in people:
                yield f"{entry.kind} mentions person {other}, who is not in the register"
            else:
                yield from _relation(document, entry, people[other], known.person_member)
    yield from _marital_status(document)
    if not document.alive:
        yield from _dead(document)


def _form(document: Document) -> Iterator[str]:
    places = [PLACE.get(entry.kind, len(PLACE)) for entry in document.entries]
    if places != sorted(places):
        yield "the groups are not in wire order"
    again = document.clone()
    derive(again)
    if write(again) != write(document):
        yield "the derived groups are not what derive gives"
    lasting = bool(document.protections) and not document.protections[-1][1]
    if document.protected != lasting:
        yield "the protection in force and its periods disagree"


def _identity(document: Document) -> Iterator[str]:
    try:
        code = hetu.parse(document.code)
    except hetu.InvalidHetu:
        yield "the identity code is not valid"
        return
    if code.birth_date != document.birth_date:
        yield "the identity code tells another birth date"
    if code.sex.value != document.sex:
        yield "the identity code tells another sex"


def _relation(document: Document, entry: Entry, other: Document, member: str | None) -> Iterator[str]:
    kind, group = entry.kind, entry.group
    if member is not None and group.get(member) != reference(other):
        yield f"{kind} holds a copy of person {other.person_id} that is not as their own document has it"
    back = _OTHER_SIDE.get(kind)
    if back is not None:
        theirs = [one.group for one in other.entries_of(back) if document.person_id in one.mentions]
        if not any(_same_terms(group, member, one, BY_NAME[back].person_member) for one in theirs):
            yield f"{kind} of person {other.person_id} has no equal on their side"
    if kind == "VANHEMPI":
        yield from _parent(document, other)


def _same_terms(one: WireGroup, own: str | None, other: WireGroup, theirs: str | None) -> bool:
    left, right = (
        {name: value for name, value in group.items() if name not in (KIND, member) and name not in _OWN_NUMBERING}
        for group, member in ((one, own), (other, theirs))
    )
    return left == right


def _parent(document: Document, parent: Document) -> Iterator[str]:
    born, theirs, died = document.birth_date, parent.birth_date, parent.death_day
    if born is None or theirs is None:
        return
    if born - theirs < _YOUNGEST_PARENT:
        yield f"parent {parent.person_id} is hardly older, or younger"
    if died is not None and born > died + _BORN_AFTER_DEATH:
        yield f"was born long after the death of parent {parent.person_id}"


def _marital_status(document: Document) -> Iterator[str]:
    in_force = [kind for kind in _UNIONS for _ in document.in_force(kind)]
    if len(in_force) > 1:
        yield "is in more than one union at a time"
    group = document.one("SIVIILISAATY")
    status = None if group is None else group["siviilisaaty"]
    bound = {_UNIONS[kind] for kind in in_force} | ({"ASUMUSEROSSA"} if in_force else set())
    if document.alive and in_force and status not in bound:
        yield "is in a union, but the marital status says otherwise"
    if document.alive and status in _UNIONS.values() and not in_force and _known_unions(document):
        yield "is in a union by marital status only"


def _known_unions(document: Document) -> bool:
    """Someone who married abroad may have the status without the record; one with a record has all."""
    return any(document.all(kind) for kind in _UNIONS)


def _dead(document: Document) -> Iterator[str]:
    for kind in _ONLY_LIVING_HAVE:
        if document.one(kind) is not None:
            yield f"is dead but has {kind}"
    for kind in _UNIONS:
        if document.in_force(kind):
            yield f"is dead but has {kind} in force"
    died = document.death_day
    if died is None:
        return
    for entry in document.entries:
        for member in _BEGINNINGS:
            begun = read_day(entry.group.get(member))
            if begun is not None and begun > died:
                yield f"{entry.kind} begins after the death"
