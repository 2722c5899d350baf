"""What the parts of a page are given: plain, typed values that any room's view can make.

A part is a template in `templates/parts/` of the same name; it shows its shape and asks nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.formats import number_format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

NoticeKind = Literal["info", "good", "warn", "bad"]
StepState = Literal["done", "current", "wrong", "ahead"]
StatusKind = Literal["neutral", "info", "good", "warn", "bad", "protected"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a button's words and address; without an address it is the place where the reader is."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """A state in a word; its kind gives it a shape and a colour beside the word."""

    kind: StatusKind
    text: str

    @property
    def icon(self) -> str:
        return "" if self.kind == "neutral" else self.kind


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a facts list.

    `values` has a text a line; `since` is the day from which they hold, `source` where they were written down.
    `code` is for identity and building codes (monospace, selected in one click); `withheld` for what a protection
    keeps back, when the value is the sentence that says so.
    """

    term: str
    values: tuple[str, ...]
    since: date | None = None
    source: str = ""
    code: bool = False
    withheld: bool = False
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    state: StepState
    address: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; `sort` is its order now, and `sort_address` gives the other order."""

    name: str
    figure: bool = False
    sort: Literal["", "ascending", "descending"] = ""
    sort_address: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """More than a cell shows at once, behind a line to be opened; `name` is its identifier on the page."""

    name: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`wire` is for the long names of the interface, which may break into lines after an underscore."""

    text: str
    address: str = ""
    code: bool = False
    wire: bool = False
    status: Status | None = None
    folds: Sequence[Fold] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its heading and how many there are; `empty` says what to do when there is nothing."""

    title: str
    count: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    empty_link: Link | None = None

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Pager:
    position: str
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    when: datetime
    what: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`bytes_in_file` is the file's length."""

    name: str
    bytes_in_file: int
    address: str
    remove_address: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A weighty act: what it does, the facts it concerns, and the words on its button."""

    title: str
    consequence: str
    facts: Sequence[Fact]
    act: str
    address: str
    cancel: Link


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar laid out on the drawing; lengths in the drawing's units (its width is 640)."""

    label: str
    figure: str
    y: int
    length: float

    @property
    def text_y(self) -> int:
        return self.y + 17

    @property
    def figure_x(self) -> float:
        return Plot.BARS_FROM + self.length + 8


class Plot:
    """Lying bars with a title, a description and the figures behind them."""

    WIDTH = 640
    BARS_FROM = 180
    LONGEST = 380
    PITCH = 34

    def __init__(self, name: str, title: str, description: str, figures: Sequence[tuple[str, int]]) -> None:
        """`name` is the drawing's identifier on the page; `figures` are labels and amounts ≥ 0."""
        self.name = name
        self.title = title
        self.description = description
        self.height = self.PITCH * len(figures) + 8
        largest = max((amount for _label, amount in figures), default=0) or 1
        self.bars = [
            Bar(
                label,
                number_format(amount, force_grouping=True),
                4 + self.PITCH * place,
                round(self.LONGEST * amount / largest, 1),
            )
            for place, (label, amount) in enumerate(figures)
        ]


@dataclass(frozen=True, slots=True)
class PrintFrame:
    """What every printed page says above its content: who printed, when, and for what."""

    printed_by: str
    printed_at: datetime
    purpose: str
