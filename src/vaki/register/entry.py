"""One line of a person's document."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Final

from vaki.register.groups import BY_NAME, BY_NUMBER, KIND
from vaki.register.wire import from_line, to_line

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup

OVER: Final = "p"
"""Suffix of a token whose group says that it is no longer in force."""
KEPT: Final = "k"
"""Suffix of a kept line's token."""
NEW: Final = 0
"""The key of a line written by the change that is being published."""


class Entry:
    """One line: the group, the key that wrote it and the persons whose name or code it holds.

    `withheld` is not told to those from whom places are hidden (the first line's fifth field). A stored line is parsed
    when its group is asked for, and written as it stands while nobody replaced the group: most events look at few of a
    person's lines, and at hardly any of the relatives'.
    """

    __slots__ = ("_group", "_line", "_over", "key", "kind", "mentions", "withheld")

    def __init__(
        self,
        group: WireGroup | None,
        key: int = NEW,
        mentions: tuple[int, ...] = (),
        *,
        withheld: bool = False,
        stored: tuple[str, str] = ("", ""),
    ) -> None:
        """A group, or None and the token and the line of a stored one."""
        token, line = stored
        self._group = group
        self._line: str | None = None
        self._over: bool | None = None
        if group is None:
            self._line = line
            self.kind, self._over = _said_by(token)
        else:
            self.kind = str(group[KIND])
        self.key = key
        self.mentions = mentions
        self.withheld = withheld

    @property
    def group(self) -> WireGroup:
        if self._group is None:
            self._group = from_line(self._line or "")
        return self._group

    @group.setter
    def group(self, group: WireGroup) -> None:
        self._group, self._line, self._over = group, None, None

    @property
    def line(self) -> str:
        """The group as it is stored."""
        return to_line(self.group) if self._line is None else self._line

    @property
    def stored(self) -> str | None:
        """The line as it was read; None for a group that is not stored yet."""
        return self._line

    @property
    def over(self) -> bool:
        """Whether the group says that it is no longer in force (voimassaolo PASSIIVI)."""
        return self.group.get("voimassaolo") == "PASSIIVI" if self._over is None else self._over

    @property
    def token(self) -> str:
        """What the first line of a document says of this one, kept or not."""
        return _token(self.kind, self.over)

    def holds(self, group: WireGroup) -> bool:
        """Whether this is the entry of that very group."""
        return self._group is group

    def marked(self, *, withheld: bool) -> Entry:
        """The same line, withheld or not."""
        entry = copy(self)
        entry.withheld = withheld
        return entry

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        same = (self.key, self.mentions, self.withheld) == (other.key, other.mentions, other.withheld)
        return same and self.group == other.group

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Entry({self.kind}, {self.key}, {self.mentions}, withheld={self.withheld})"


@cache
def _said_by(token: str) -> tuple[str, bool | None]:
    """(kind, whether it is over where the token tells) of a token of the first line's first field."""
    number = token.removesuffix(OVER).removesuffix(KEPT)
    if not number.isdigit():
        return token, None
    return BY_NUMBER[int(number)].name, None if token.endswith(KEPT) else token.endswith(OVER)


@cache
def _token(kind: str, over: bool) -> str:
    known = BY_NAME.get(kind)
    return kind if known is None else f"{known.number}{OVER if over else ''}"
