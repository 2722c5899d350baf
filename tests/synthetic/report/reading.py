"""A report's HTML read as a stranger would: its figures by name, with their tables and what is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Attributes = list[tuple[str, str | None]]


@dataclass
class Figure:
    """`rows` of the table without its head; `drawn` the styles of the marks, those of the legend left out."""

    rows: list[list[str]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    titled: int = 0


class Report(HTMLParser):
    """The figures by identifier, the headings of sections, and every tag with an address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.figures: dict[str, Figure] = {}
        self.sections: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self._figure: Figure | None = None
        self._cell: list[str] | None = None
        self._svg: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "srcset", "data"}]
        if tag == "section":
            self.sections.append((given["aria-labelledby"] or "").removesuffix("-title"))
        elif tag == "figure":
            self._figure = self.figures.setdefault(given["id"] or "", Figure())
        elif self._figure is not None:
            self._in_figure(tag, given)

    def _in_figure(self, tag: str, given: dict[str, str | None]) -> None:
        assert self._figure is not None
        if tag == "svg":
            self._svg.append(given["class"] or "")
        elif tag in {"rect", "circle"} and self._svg and self._svg[-1] != "key":
            self._figure.drawn.append(given["class"] or "")
        elif tag in {"title", "desc"} and given.get("id"):
            self._figure.titled += 1
        elif tag == "tr":
            self._figure.rows.append([])
        elif (tag == "th" and given.get("scope") == "row") or tag == "td":
            self._cell = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure":
            assert self._figure is not None
            self._figure.rows = [row for row in self._figure.rows if row]
            self._figure = None
        elif tag == "svg" and self._svg:
            self._svg.pop()
        elif tag in {"th", "td"} and self._cell is not None and self._figure is not None:
            self._figure.rows[-1].append("".join(self._cell).strip())
            self._cell = None


def counts(rows: Iterable[list[str]], column: int = 1) -> dict[str, int]:
    """Label and count of each row that has one; thousands may stand apart."""
    told = {row[0]: row[column].replace("\N{NO-BREAK SPACE}", "").replace(",", "") for row in rows}
    return {label: int(count) for label, count in told.items() if count.isdigit()}
