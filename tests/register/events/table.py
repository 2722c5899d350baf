"""Reading and writing of tables/: event, person, rows of attribute, group and members; one file a subject.

`python -m tests.register.events.table [SUBJECT ...]` writes the tables anew, to be read before they are committed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.register.events.scenarios import SCENARIOS, SUBJECTS, World
from tests.register.people import Item, rows

if TYPE_CHECKING:
    from vaki.register.events.draft import Event

TABLES = Path(__file__).with_name("tables")
HEAD = """# What each event tells, to whom, in which order: {subject}

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


def played(subject: str) -> Table:
    return {title: {role: rows(item) for role, item in told(title)[1].items()} for title in SUBJECTS[subject]}


def read(subject: str) -> Table:
    path = TABLES / f"{subject}.md"
    table: Table = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.startswith("## "):
            part: dict[str, list[str]] = {}
            table[line[3:]] = part
        elif line.startswith("### "):
            items: list[str] = []
            part[line[4:]] = items
        elif line.startswith("- "):
            items.append(line[2:])
    return table


def write(subject: str, table: Table) -> None:
    parts = [HEAD.format(subject=subject)]
    for title, people in table.items():
        parts.append(f"\n## {title}\n")
        for role, lines in people.items():
            parts.append(f"\n### {role}\n\n")
            parts += [f"- {line}\n" for line in lines]
    TABLES.mkdir(exist_ok=True)
    (TABLES / f"{subject}.md").write_text("".join(parts), "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or SUBJECTS:
        write(name, played(name))
