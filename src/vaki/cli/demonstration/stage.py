"""Where the demo tells what happens: calm colour for a terminal, plain lines for anything else."""

from __future__ import annotations

import json
import os
import select
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vaki.cli.facts import content, sentence, withheld
from vaki.register.groups import ATTRIBUTE, IN_FORCE, KIND
from vaki.register.groups.reading import for_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST: Final = 100
LONGEST_SENTENCE: Final = 220
RAW_KEY: Final = "r"
_ATTRIBUTE_STYLES: Final = {
    "LISATTY": "green",
    "MUUTETTU": "yellow",
    "POISTETTU": "red",
    "KORJATTAVA": "yellow",
    "KORJATTU": "green",
    "LISATIETO": "blue",
}
_FIRST_TOLD: Final = ("HENKILON_NIMI", "SYNTYMAPAIVA", "SIVIILISAATY", "KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE")


class Stage:
    """One output. `interactive` when a person sits at a terminal and can press keys."""

    def __init__(self, output: IO[str] | None = None, *, raw: bool = False) -> None:
        self._output = output or sys.stdout
        self.interactive = self._output.isatty() and sys.stdin.isatty()
        self._terminal = self._output.isatty()
        self._console = Console(file=self._output, highlight=False, soft_wrap=not self._terminal, emoji=False)
        if self._terminal:
            self._console.width = min(self._console.width, WIDEST)
        self._raw = raw

    def heading(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, style="bold"))

    def say(self, text: str) -> None:
        self._console.print(Text(text))

    def aside(self, text: str) -> None:
        self._console.print(Text(text, style="dim"))

    def line_to_paste(self, text: str) -> None:
        """A command as it is, never folded: what is copied must work."""
        self._console.print(Text(f"  {text}"), soft_wrap=True)

    def resident(self, item: dict[str, Any]) -> None:
        """A few facts of one person's base data."""
        first = [group for kind in _FIRST_TOLD for group in item["tietoryhmat"] if group[KIND] == kind]
        self._groups(item["henkilotunnus"], first)
        others = len(item["tietoryhmat"]) - len(first)
        self.aside(f"    and {others} other groups")

    def change(self, item: dict[str, Any]) -> None:
        """One item of the change feed: what has happened; former homes that only come for company are counted."""
        read = for_reading(item["tietoryhmat"])
        self._groups(f"{item['henkilotunnus']}  {item['muutospv']}", read.happened)
        if read.past:
            homes = "former home" if read.former_homes == 1 else "former homes"
            self.aside(f"    and {read.former_homes} {homes}, told anew for company")

    def change_in_short(self, item: dict[str, Any], gist: str) -> None:
        """One item of the change feed in one line: when, whose, what it comes to and of how many groups it is."""
        groups = item["tietoryhmat"]
        style = "magenta" if any(map(withheld, groups)) else ""
        head = f"{item['muutospv'][:16].replace('T', ' ')}Z  {item['henkilotunnus']}  "
        size = f"  {len(groups)} group{'s' if len(groups) > 1 else ''}"
        self._console.print(Text.assemble(head, (gist, style), (size, "dim")))

    def answer(self, request: str, body: bytes) -> None:
        """The raw answer, when it was asked for on the command line."""
        if self._raw:
            self.raw(request, body)

    def raw(self, request: str, body: bytes) -> None:
        """An answer as it came, a group a line for reading."""
        self.aside(f"  {request}")
        self._console.print(Text("\n".join(_laid_out(json.loads(body))), style="cyan"), soft_wrap=True)

    def _groups(self, head: str, groups: list[dict[str, Any]]) -> None:
        self._console.print(Text(f"  {head}", style="bold cyan"))
        has_attributes = any(ATTRIBUTE in group for group in groups)
        table = Table.grid(padding=(0, 1))
        table.add_column(width=2)
        if has_attributes:
            table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for group in groups:
            attribute = group.get(ATTRIBUTE, "")
            if not self._terminal:
                self._console.print(f"    {' '.join(filter(None, (attribute, group[KIND], _told(group))))}")
                continue
            cells = [Text(attribute, style=_ATTRIBUTE_STYLES.get(attribute, ""))] if has_attributes else []
            style = "magenta" if withheld(group) else "dim"
            table.add_row("", *cells, Text.assemble((group[KIND], "bold"), " ", (_told(group), style)))
        if self._terminal:
            self._console.print(table)


def _told(group: dict[str, Any]) -> str:
    text = sentence(group)
    if len(text) > LONGEST_SENTENCE:
        text = text[: text.rfind(",", 0, LONGEST_SENTENCE)] + ", …"
    still = group.get(IN_FORCE, ())
    if still and not withheld(group):
        text += f" (in force: {'; '.join(', '.join(content(one).values()) for one in still)})"
    return text


def _laid_out(value: Any, indent: str = "") -> list[str]:
    """JSON whose lists of objects are opened, everything else in one line."""
    if isinstance(value, dict) and KIND not in value:
        parts = [[f"{json.dumps(member)}: {first}", *rest] for member, (first, *rest) in _opened(value, indent)]
        return _closed("{", parts, "}", indent)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _closed("[", [_laid_out(one, indent + "  ") for one in value], "]", indent)
    return [json.dumps(value, ensure_ascii=False)]


def _opened(value: dict[str, Any], indent: str) -> list[tuple[str, list[str]]]:
    return [(member, _laid_out(inner, indent + "  ")) for member, inner in value.items()]


def _closed(start: str, parts: list[list[str]], end: str, indent: str) -> list[str]:
    lines = [start]
    for at, (first, *rest) in enumerate(parts):
        lines += [f"{indent}  {first}", *rest]
        lines[-1] += "," if at < len(parts) - 1 else ""
    return [*lines, f"{indent}{end}"]


class Keys:
    """The keyboard, read a key at a time; without a terminal nobody presses anything."""

    def __init__(self, stage: Stage) -> None:
        self._listening = stage.interactive

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take keys as they are pressed, without echo; leave the terminal as it was."""
        if not self._listening:
            yield
            return
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor)
        try:
            yield
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def pressed(self, seconds: float) -> str:
        """The next key within the time, else an empty string."""
        if not self._listening:
            time.sleep(seconds)
            return ""
        if not select.select([sys.stdin], [], [], seconds)[0]:
            return ""
        # Not sys.stdin.read, whose buffer would hold keys that select does not see.
        return os.read(sys.stdin.fileno(), 1).decode(errors="ignore").lower()
