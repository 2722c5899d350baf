"""The page docs/groups.md, made from the structs of the groups and from the products."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import products
from vaki.register.groups import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaki.register.groups.described import Described, Member, Value

_WIRE: Final = "wire/muutosrajapinta.md"
_SECTION_TITLES: Final = {
    "2.3": "history",
    "2.4": "change of identity code",
    "2.5": "death",
    "2.6": "protection",
    "2.7": "birth and new relations",
    "2.8": "the groups",
    "2.9": "censor lists",
    "2.10": "names without an example",
    "2.11": "values",
    "2.12": "composition",
}
_HEAD: Final = """# The information groups

<!-- Made by `./vaki groups --markdown > docs/groups.md` from src/vaki/register/groups: do not edit. -->

An information group (*tietoryhmä*) is what the change interface tells of a person: an object that begins with its own
name. Base data is an array of them, in the order of this page. In a change each has `muutosattribuutti` second, and
may have `voimassaolevatTiedot`: what is in force of that kind afterwards, in the form of base data. What these mean,
and in which order a change tells them, stands in [the wire facts](wire/muutosrajapinta.md#2-information-groups).

- A member is absent where there is nothing to tell; those marked *always* never are.
- *Censored* members are those that `turvakiellonAlaisetKentat` names. The object of a protected person then has that
  list, and none of the other members either.
- *In changes* marks members that base data does not have.
- *Products* are those built in that carry the group; `./vaki products show NAME` tells by which rules.
- The people of the examples do not exist, and their codes are given to nobody.

The same as data: `./vaki groups --json`, and as JSON Schema in `/api/v1/openapi.json`.
"""


def whole() -> str:
    """The page as Markdown."""
    told = described.groups()
    parts = [_HEAD, *_index(told), *(_section(one) for one in told), *_shapes(), *_lists()]
    return "\n".join(parts)


@cache
def carriers() -> dict[str, list[str]]:
    """Which products a permit can be given for carry each group."""
    grantable = [product for product in products.newest() if product.grantable]
    return {
        one.name: [product.name for product in grantable if one.name in product.in_wire_order]
        for one in described.groups()
    }


def first_sentence(one: Described) -> str:
    return one.meaning.partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".")


def value_text(value: Value) -> str:
    """The form of a value in words."""
    told = f"one of {value.listed_in}" if value.listed_in else value.kind
    return f"list of {told}" if value.several else told


def remarks(member: Member) -> Iterator[str]:
    """What is to be said of a member besides its value."""
    marks = ((member.always, "always"), (member.only_in_changes, "in changes"), (member.censored, "censored"))
    yield from (mark for holds, mark in marks if holds)
    if member.about:
        yield member.about.rstrip(".")


def pretty(group: dict[str, Any]) -> str:
    """A group as JSON, a member a line."""
    lines = [f"  {_json(member)}: {_nested(value)}" for member, value in group.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _nested(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"    {_json(one)}" for one in value) + "\n  ]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _index(told: Iterable[Described]) -> Iterator[str]:
    yield "| group | tells | |"
    yield "|---|---|---|"
    for one in told:
        hidden = "censored" if any(member.censored for member in one.members) else ""
        yield f"| [`{one.name}`]({_anchor(one.name)}) | {first_sentence(one)} | {hidden} |"
    yield ""


def _section(one: Described) -> str:
    lines = [f"## {one.name}", "", one.meaning, "", *_table(one.members)]
    facts = [] if one.derived_from is None else [f"Follows from [`{one.derived_from}`]({_anchor(one.derived_from)})"]
    facts.append(f"Products: {', '.join(carriers()[one.name]) or 'none'}")
    facts.append(f"Source: {', '.join(_source(section) for section in one.sources)}")
    lines += ["", " · ".join(facts), "", "```json", pretty(one.example), "```"]
    if one.example_in_changes is not None:
        lines += ["", "In a change:", "", "```json", pretty(one.example_in_changes), "```"]
    return "\n".join([*lines, ""])


def _table(members: Iterable[Member]) -> Iterator[str]:
    yield "| member | value | |"
    yield "|---|---|---|"
    for member in members:
        told = [f"*{one}*" if one in {"always", "in changes", "censored"} else one for one in remarks(member)]
        yield f"| `{member.name}` | {_linked(member.value)} | {' · '.join(told)} |"


def _linked(value: Value) -> str:
    if value.listed_in is not None:
        return value_text(value).replace(value.listed_in, f"[{value.listed_in}](#list-{value.listed_in.lower()})")
    if value.shape is not None:
        return value_text(value).replace(value.shape, f"[{value.shape}]({_anchor(value.shape)})")
    return value_text(value)


def _anchor(title: str) -> str:
    return f"#{title.lower()}"


def _source(section: str) -> str:
    title = f"{section.replace('.', '')}-{_SECTION_TITLES[section].replace(' ', '-')}"
    return f"[§{section}]({_WIRE}#{title})"


def _shapes() -> Iterator[str]:
    yield "## Shapes\n\nObjects that stand within groups.\n"
    for name, (meaning, members) in described.shapes().items():
        yield "\n".join([f"### {name}", "", meaning, "", *_table(members), ""])


def _lists() -> Iterator[str]:
    yield (
        "## Lists of values\n\nNames in *italics* are shown by no public source and are ours "
        "([decision 0104](decisions/0104-groups-known-by-name.md)).\n"
    )
    for name, values in described.LISTS.items():
        ours = described.ours(name)
        told = [f"*`{one}`*" if one in ours else f"`{one}`" for one in values]
        end = "" if described.is_complete(name) else "\n\nA name outside the list is no error."
        yield f"### List {name}\n\n{', '.join(told)}{end}\n"
