"""Custody of children: by their parents, by others, and what has been decided of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes.sex import Sex
from vaki.register.due import ADULT, birthday
from vaki.register.events.custody import CHILD, GUARDIAN, INFORMED, RIGHT_IN_TEXT, Right, custody, living_terms, settled
from vaki.register.wire import day as wire_day
from vaki.synthetic.days import years_after
from vaki.synthetic.family.parenthood import became_parent, custodial_role

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup
    from vaki.register.groups.values import Asuminen, HuoltajanLaji, HuoltajanRooli
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.family.lines import Lines
    from vaki.synthetic.households import Block, Person

_BY_LAW: Final[HuoltajanLaji] = "LAKISAATEINEN_HUOLTAJA"
_APPOINTED: Final[HuoltajanLaji] = "MAARATTY_HUOLTAJA"
_JOINT: Final = 0.72
"""Parents who live apart and are both custodians."""
_SETTLED: Final = 0.6
_INFORMED: Final = 2
"""Of parents who are not custodians, one in so many has a right to information."""
_OTHER_GUARDIAN: Final = 0.008
_STEPPARENT_GUARDIAN: Final = 0.05
_WITH_OTHERS: Final[tuple[Asuminen | None, ...]] = (
    "OHEISHUOLTAJAN_LUONA",
    None,
    "VUOROASUMINEN_AIDIN_JA_OHEISHUOLTAJAN_LUONA",
    "VANHEMPIEN_LUONA",
    "VUOROASUMINEN_ISAN_JA_OHEISHUOLTAJAN_LUONA",
    None,
    "VUOROASUMINEN_VANHEMPIEN_JA_OHEISHUOLTAJAN_LUONA",
)
"""Where a child lives who has a custodian besides the parents, in turn."""
_TEXTS: Final = (
    "Lapsi on vuoroviikoin kummankin vanhemman luona.",
    "Lapsen terveydenhoidosta päättää se huoltaja, jonka luona lapsi asuu.",
    "Vanhemmat päättävät yhdessä lapsen koulusta ja asuinkunnasta.",
    "Barnets pass beviljas av vårdnadshavarna gemensamt.",
)
_ALTERNATING: Final = Right(right="VUOROASUMINEN")
_RIGHTS: Final[tuple[tuple[Right, ...], ...]] = (
    (),
    (Right(right=RIGHT_IN_TEXT, text=_TEXTS[0]), _ALTERNATING),
    (),
    (Right(right="PAATOSOIKEUS", text="Päätösoikeus lapsen koulua koskevissa asioissa."),),
    (),
    (Right(right=RIGHT_IN_TEXT, text=_TEXTS[1]),),
    (Right(right="TIEDONSAANTIOIKEUS"),),
    (Right(right=RIGHT_IN_TEXT, text=_TEXTS[2]),),
    (Right(right=RIGHT_IN_TEXT, text=_TEXTS[3]),),
)
"""What a decision gives besides, in turn."""


class _Decision(NamedTuple):
    """What is settled of a child's custody; siblings have the same."""

    joint: bool
    informed: bool
    living: Asuminen | None
    rights: tuple[Right, ...]
    day: date


class Custodies:
    """Draws a block's custodies and tells them on both sides."""

    def __init__(self, draws: Draws, lines: Lines, block: Block) -> None:
        self._draws = draws
        self._lines = lines
        self._block = block
        self._turn = block.number * 5
        self._parted = 0
        self._decisions: dict[tuple[int, int], _Decision] = {}

    def tell(self) -> None:
        """HUOLTAJA and HUOLLETTAVA of all minors."""
        grown = self._block.day.year - ADULT
        for person in self._block.people:
            if person.born.year < grown or person.died is not None or person.age(self._block.day) >= ADULT:
                continue
            if person.household is not None or person.left is not None:
                self._of_child(person)

    def _of_child(self, child: Person) -> None:
        together: list[Person] = []
        apart: list[Person] = []
        for parent in child.parents:
            if parent.died is not None:
                continue
            at_home = parent.household is child.household and parent.left == child.left
            if at_home or (parent.left is None and parent.household is not None):
                (together if at_home else apart).append(parent)
        if not apart and self._with_others(child, together):
            return
        decision = self._decision(child, together, apart[0]) if apart else None
        for parent in together:
            self._by_parent(child, parent, decision)
        for parent in apart:
            if decision is not None and decision.joint:
                self._by_parent(child, parent, decision)
            elif decision is not None and decision.informed:
                self._informed(child, parent, decision.day)
        self._unlisted(child)

    def _decision(self, child: Person, together: list[Person], apart: Person) -> _Decision:
        """Of parents who live apart."""
        key = (-1 if child.household is None else child.household.number, apart.index)
        known = self._decisions.get(key)
        if known is not None:
            return known
        draws = self._draws
        joint = draws.chance(_JOINT)
        living: Asuminen | None = None
        rights: tuple[Right, ...] = ()
        if joint and draws.chance(_SETTLED):
            self._turn += 1
            rights = _RIGHTS[self._turn % len(_RIGHTS)]
            if draws.chance(0.35) or _ALTERNATING in rights:
                living = "VUOROASUMINEN_VANHEMPIEN_LUONA"
            else:
                woman = any(one.sex is Sex.WOMAN for one in together)
                living = "AIDIN_LUONA" if woman else "ISAN_LUONA"
        day = draws.day(years_after(self._block.day, -6), self._block.day - timedelta(days=3))
        self._parted += not joint
        made = self._decisions[key] = _Decision(joint, self._parted % _INFORMED == 1, living, rights, day)
        return made

    def _with_others(self, child: Person, together: list[Person]) -> bool:
        """Tell the custody of one of the few who have a custodian besides the parents at home; whether this is one."""
        household = child.household
        if household is None or not child.at_home:
            return False
        steps = [one for one in household.adults if one not in child.parents]
        if not self._draws.chance(_STEPPARENT_GUARDIAN if steps else _OTHER_GUARDIAN):
            return False
        others = steps or [one for parent in together for one in parent.parents if one.household is not None]
        first = max(child.born, years_after(self._block.day, -4))
        guardian = next((one for one in others if years_after(one.born, 19) < first), None)
        if guardian is None:
            return False
        self._turn += 1
        living = _WITH_OTHERS[self._turn % len(_WITH_OTHERS)]
        rights = _RIGHTS[self._turn % len(_RIGHTS)] if living is not None else ()
        day = self._draws.day(first, self._block.day - timedelta(days=1))
        decision = _Decision(True, False, living, tuple(one for one in rights if one is not _ALTERNATING), day)
        for parent in together:
            self._by_parent(child, parent, decision)
        self._relate(child, guardian, (_APPOINTED, "MUU_HUOLTAJA"), max(day, child.born), decision)
        self._unlisted(child)
        return True

    def _by_parent(self, child: Person, parent: Person, decision: _Decision | None) -> None:
        family = self._block.family
        since = became_parent(family, child, parent) or child.born
        self._relate(child, parent, (_BY_LAW, custodial_role(family, child, parent)), since, decision)

    def _informed(self, child: Person, parent: Person, day: date) -> None:
        since = max(day, child.born)
        last = birthday(child.born, ADULT)
        right = Right(right="TIEDONSAANTIOIKEUS").element(since, last)
        for teller, kind, other in ((child, GUARDIAN, parent), (parent, CHILD, child)):
            copy = self._lines.copy(other)
            group = custody(kind, copy, INFORMED, "MUU_HUOLTAJA", period=(since, last), rights=[right])
            self._lines.tell(teller, group, other)

    def _relate(
        self,
        child: Person,
        guardian: Person,
        standing: tuple[HuoltajanLaji, HuoltajanRooli],
        since: date,
        decision: _Decision | None,
    ) -> None:
        period = (since, birthday(child.born, ADULT))
        for teller, side, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
            group = custody(side, self._lines.copy(other), *standing, period=period)
            if decision is not None and decision.living is not None:
                group = _settled(group, decision, max(since, decision.day, child.born), period[1])
            self._lines.tell(teller, group, other)

    def _unlisted(self, child: Person) -> None:
        for parent in self._block.family.unlisted.get(child.index, ()):
            if parent.custodian:
                period = (child.born, birthday(child.born, ADULT))
                copy = parent.facts.reference(child.born)
                self._lines.tell(child, custody(GUARDIAN, copy, _BY_LAW, parent.role, period=period))


def _settled(group: WireGroup, decision: _Decision, day: date, last: date) -> WireGroup:
    rights = [right.element(day, last) for right in decision.rights]
    living = living_terms(decision.living, wire_day(day), wire_day(last))
    return settled(group, {"oikeudet": rights, **living})
