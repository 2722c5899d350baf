"""Reading and writing of table.md: event, person, rows of attribute, group and members."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.register.events.scenarios import SCENARIOS, World
from tests.register.people import Item, rows

if TYPE_CHECKING:
    from vaki.register.events.draft import Event

TABLE = Path(__file__).with_name("table.md")
HEAD = """# What each event tells, to whom, in which order

A part an event, titled by its name and what happens; below it each person who gets an item, in the order of keys; a row
a group: attribute, group, members. A row marked (age) is read by products with an age rule only. Checked by
test_table.py against the events themselves; the rules are those of docs/wire/muutosrajapinta.md §2.2–2.7 and §2.12.
"""

Table = dict[str, dict[str, list[str]]]


def prepared(title: str) -> tuple[World, Event]:
    """What a scenario begins with, and its event."""
    world = World()
    return world, SCENARIOS[title](world)


def told(title: str) -> tuple[World, dict[str, Item]]:
    """Play a scenario: role -> what is told."""
    world, event = prepared(title)
    names = {person: role for role, person in world.roles.items()}
    return world, {names[person]: item for person, item in world.register.record(event).items()}


def played() -> Table:
    return {title: {role: rows(item) for role, item in told(title)[1].items()} for title in SCENARIOS}


def read() -> Table:
    table: Table = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            part: dict[str, list[str]] = {}
            table[line[3:]] = part
        elif line.startswith("### "):
            items: list[str] = []
            part[line[4:]] = items
        elif line.startswith("- "):
            items.append(line[2:])
    return table


def write(table: Table) -> None:
    parts = [HEAD]
    for title, people in table.items():
        parts.append(f"\n## {title}\n")
        for role, lines in people.items():
            parts.append(f"\n### {role}\n\n")
            parts += [f"- {line}\n" for line in lines]
    TABLE.write_text("".join(parts), "utf-8")


if __name__ == "__main__":
    write(played())
