"""Registered partnerships: begun before 1.3.2017 or abroad, dissolved, made a marriage.

One recorded in error and a wrong dissolution are undone as those of marriages (`marriage_undone`, `divorce_undone`).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day
from vaki.register.events.marriage import OfTwo, dissolve
from vaki.register.events.union import (
    AS_MARRIAGE,
    MARRIAGE,
    PARTNERSHIP,
    begin_union,
    end_union,
    pair_of,
    refuse_kin,
    refuse_unfree,
    union_between,
)

_FIRST_DAY: Final = date(2002, 3, 1)
_LAST_DAY: Final = date(2017, 2, 28)


class PartnershipBegun(OfTwo):
    """A registered partnership that began in Finland in its time, or abroad, is recorded.

    Source: laki rekisteröidystä parisuhteesta 950/2001 1 and 12 § (two persons of the same sex; partnerships registered
    abroad); 250/2016 (none is registered in Finland since 1.3.2017).
    """

    name: ClassVar[str] = "partnership_begun"
    abroad: bool = False
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = pair_of(draft, self.first, self.second, day)
        refuse_kin(*pair)
        for document in pair:
            refuse_unfree(document, day)
        if not self.abroad:
            if not _FIRST_DAY <= day <= _LAST_DAY:
                raise EventRefused("Partnerships were registered in Finland from 1.3.2002 to 28.2.2017.")
            if {pair[0].sex, pair[1].sex} == {Sex.MAN.value, Sex.WOMAN.value}:
                raise EventRefused("A partnership registered in Finland is of two persons of the same sex.")
        begin_union(draft, pair, PARTNERSHIP, day, "REKISTEROINTI")


class PartnershipDissolved(OfTwo):
    """A registered partnership is dissolved.

    Source: 950/2001 7 §.
    """

    name: ClassVar[str] = "partnership_dissolved"
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        dissolve(draft, pair_of(draft, self.first, self.second), PARTNERSHIP, self.day)


class PartnershipToMarriage(OfTwo):
    """The partners give notice that they want their partnership to be a marriage, and it is one from the day on.

    Source: 234/1929 as changed by 156/2015; `vihkitapa` and `paattymistapa` PARISUHDE_AVIOLIITOKSI
    (docs/wire/muutosrajapinta.md §2.11).
    """

    name: ClassVar[str] = "partnership_to_marriage"
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = pair_of(draft, self.first, self.second, day)
        if day <= _LAST_DAY:
            raise EventRefused("A partnership can be made a marriage since 1.3.2017.")
        _, *sides = union_between(pair, (PARTNERSHIP,))
        for document, union in zip(pair, sides, strict=True):
            end_union(draft, document, union, day, AS_MARRIAGE)
        begin_union(draft, pair, MARRIAGE, day, AS_MARRIAGE)
