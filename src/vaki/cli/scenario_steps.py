"""A scenario's steps on a terminal: one table a person, a column a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from vaki.cli.customers import HELD, NAMES, NOTHING, TOLD, WHOLE, concerned, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaki.cli.customers import Customer, Item, Row
    from vaki.synthetic.scenarios import Scenario, Step

_STYLES: Final = {TOLD: "green", HELD: "magenta", WHOLE: "bold green", NOTHING: "dim"}
_ATTRIBUTE: Final = len("KORJATTAVA")


class Steps:
    """Tells the steps of one run; the customers keep their letters from step to step."""

    def __init__(self, scenario: Scenario, language: str) -> None:
        self._scenario = scenario
        self._language = language
        self._customers: list[Customer] = []
        self._named = 0
        self._console = Console(highlight=False, emoji=False)

    def customers(self, step: Step) -> list[Customer]:
        """Whom to look through after a step: all of before, then those of municipalities that are new."""
        self._customers = list(dict.fromkeys([*self._customers, *concerned(step.municipalities)]))
        return self._customers

    def tell(self, step: Step, seen: Mapping[Customer, Sequence[Item]]) -> None:
        """Print what a step brought to each customer."""
        if step.number == 1:
            self._say(Text(self._scenario.title[self._language], style="bold"))
            self._say(Text(self._scenario.about[self._language]))
            self._marks()
        self._legend(seen)
        what = step.event or "the clock"
        self._say(Text(f"\n{step.number}/{step.of}  {step.day}  {what}", style="bold cyan"))
        self._say(Text(step.text[self._language]))
        if not any(seen.values()):
            self._say(Text("  Nothing comes to anybody.", style="dim"))
            return
        letters = "".join(NAMES[at] for at in range(len(seen)))
        told = {customer.key: items for customer, items in seen.items()}
        quiet = 0
        for code in step.codes:
            rows = table(told, code)
            if rows:
                self._person(code, rows, letters)
            else:
                quiet += 1
        if quiet:
            self._say(Text(f"  {quiet} more of whom nothing is told", style="dim"))

    def _legend(self, seen: Mapping[Customer, Sequence[Item]]) -> None:
        """Name the customers who have not been named yet."""
        for at, customer in list(enumerate(seen))[self._named :]:
            self._say(Text(f"  {NAMES[at]}  {customer.title}"))
        self._named = len(seen)

    def _marks(self) -> None:
        marks = ((TOLD, "told"), (HELD, "withheld"), (NOTHING, "not told"), (WHOLE, "told whole, as one who is new"))
        legend = Text("  ")
        for mark, meaning in marks:
            legend.append(mark, style=_STYLES[mark]).append(f" {meaning}   ")
        self._say(legend)

    def _person(self, code: str, rows: Sequence[Row], letters: str) -> None:
        self._say(Text.assemble("  ", (letters, "dim"), "  ", (code, "bold")))
        for row in rows:
            line = Text("  ")
            for mark in row.marks:
                line.append(mark, style=_STYLES[mark])
            line.append(f"  {row.attribute:{_ATTRIBUTE}} ", style="dim").append(row.kind, style="bold")
            line.append(f"  {row.content}")
            if self._console.is_terminal:
                line.truncate(self._console.width, overflow="ellipsis")
            self._console.print(line, soft_wrap=True)

    def _say(self, text: Text) -> None:
        self._console.print(text, soft_wrap=not self._console.is_terminal)
