"""The page docs/personas.md, made from what is told of the personas."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from vaki.synthetic.personas.listing import Persona, Relative, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY: Final = date(2026, 1, 1)
"""Any day will do: what moves with the day is told by its rule."""
_HEAD: Final = """# The personas

<!-- Made by `./vaki personas --markdown > docs/personas.md` from src/vaki/synthetic/personas: do not edit. -->

Personas are persons with fixed identity codes, one for every odd case that a system of yours should stand. They are in
every register that `./vaki seed` or `./vaki demo` fills, whatever its size, seed and day, with the same codes, names
and relations. Life leaves them alone: what stands here stays true until somebody records an event of one on purpose
(`./vaki event`), or a day comes that changes a document by itself, such as the last day of a protection, a birthday.

- They come beside the residents that `--persons` asks for: {people} persons in all, {personas} personas and their
  families. A register as of a day before {first_day} has none of them, as their lives reach up to that day.
- They live on two streets of Nokia (536) and one of Porvoo (638) that no map has.
- Days of what must be going on, such as a protection or a temporary address, are reckoned from the day as of which the
  register is seeded. The newborn's birth date is too, and her code with it: she is born three weeks before that day,
  with the sign A and the individual number 998. `./vaki personas --as-of DATE` tells the code.
- What their lives do not tell they have by the shares of all people, always the same: a name used, a religious
  community, a language of service, an occupation, an e-mail address. The unnamed newborn and the one without a first
  name have no name used.
- Only codes with an individual number of 900–999 are used: none can ever be a real person's.

`./vaki personas` prints the list, `--json` gives it to programs, and `./vaki persons show CODE` shows a whole
document. A new persona is a few lines in `src/vaki/synthetic/personas/people`: what is true of a person, and a life of
the register's own events. What cannot be is refused there as from anybody else.
"""


def whole(first_day: date) -> str:
    """The page as Markdown."""
    everyone = listed(_DAY)
    personas = [one for one in everyone if one.case]
    parts = [_HEAD.format(people=len(everyone), personas=len(personas), first_day=first_day.isoformat())]
    parts += _index(personas)
    for subject in dict.fromkeys(one.subject for one in everyone):
        parts.append(f"## {subject.capitalize()}\n")
        own = [one for one in everyone if one.subject == subject]
        parts += [_section(one) for one in own if one.case]
        parts += _families([one for one in own if not one.case])
    return "\n".join(parts)


def _index(personas: Iterable[Persona]) -> Iterator[str]:
    yield "| code | name | case |"
    yield "|---|---|---|"
    for one in personas:
        yield f"| {code_text(one)} | {_short(one.name)} | [{one.case}]({_anchor(one.case)}) |"
    yield ""


def _section(one: Persona) -> str:
    lines = [f"### {one.case}", "", f"{code_text(one)} · {one.name}"]
    if one.former_codes:
        lines[-1] += f" · former codes {', '.join(f'`{code}`' for code in one.former_codes)}"
    lines += ["", one.about, "", f"**Check:** {one.check}", ""]
    if one.relatives:
        lines += [f"Names {'; '.join(map(_relative, one.relatives))}.", ""]
    return "\n".join(lines)


def _relative(one: Relative) -> str:
    return f"{one.name} `{one.code}` ({', '.join(one.kinds)})"


def _families(others: list[Persona]) -> Iterator[str]:
    if not others:
        return
    yield "Those who belong to them:\n"
    yield "| code | name | who |"
    yield "|---|---|---|"
    for one in others:
        yield f"| {code_text(one)} | {_short(one.name)} | {one.about} |"
    yield ""


def code_text(one: Persona) -> str:
    """The code, or how the one that follows from the day is found."""
    return "by her birth date" if one.code_moves else f"`{one.code}`"


def _short(name: str) -> str:
    """A name that fits in a table."""
    return name if len(name) <= 40 else f"{name[:37]}…"  # noqa: PLR2004 -- letters


def _anchor(title: str) -> str:
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -")
    return f"#{kept.replace(' ', '-')}"
