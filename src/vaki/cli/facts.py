"""How an information group is told on a terminal: its members in their order, in one line of text."""

from __future__ import annotations

from typing import Any, Final

from vaki.register.groups import ATTRIBUTE, IN_FORCE, KIND, WITHHELD

_NOT_CONTENT: Final = frozenset({KIND, ATTRIBUTE, IN_FORCE, WITHHELD})
_TWIN: Final = "UTF8"
_PRECISION: Final = {"PAIVA": 10, "KUUKAUSI": 7, "VUOSI": 4}


def withheld(group: dict[str, Any]) -> tuple[str, ...]:
    """Names of the members that a protection keeps back; empty for a group told in full."""
    return tuple(group.get(WITHHELD, ()))


def content(group: dict[str, Any]) -> dict[str, str]:
    """Member -> its value as text. Empty lists and spellings that only repeat the plain one are left out."""
    told: dict[str, str] = {}
    for member, value in group.items():
        repeats = member.endswith(_TWIN) and group.get(member.removesuffix(_TWIN)) == value
        if member in _NOT_CONTENT or repeats or value in ([], {}):
            continue
        told[member] = _text(value)
    return told


def sentence(group: dict[str, Any]) -> str:
    """All members of a group in one line; of a withheld group, the names of what is kept back."""
    hidden = withheld(group)
    if hidden:
        return f"withheld: {', '.join(hidden)}"
    return ", ".join(f"{member} {value}" for member, value in content(group).items())


def values(group: dict[str, Any]) -> str:
    """What a group tells, without the members' names; of a member that is true or false its name, when it is true."""
    kept = [(member, text) for member, text in content(group).items() if group[member] is not False]
    return ", ".join(member if group[member] is True else text for member, text in kept)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " and ".join(map(_text, value))
    if isinstance(value, dict):
        return _object_text(value)
    return str(value)


def _object_text(value: dict[str, Any]) -> str:
    if "arvo" in value:
        return str(value["arvo"])[: _PRECISION.get(value.get("tarkkuus", ""), 10)]
    if value.keys() <= {"fi", "sv"}:
        return " / ".join(dict.fromkeys(value.values()))
    if "etunimet" in value or "henkilotunnus" in value:
        return _reference_text(value)
    return "(" + ", ".join(f"{member} {_text(inner)}" for member, inner in value.items()) + ")"


def _reference_text(person: dict[str, Any]) -> str:
    name = " ".join(person[member] for member in ("etunimet", "sukunimi") if person.get(member))
    return " ".join(part for part in (name, person.get("henkilotunnus", "")) if part) or "a person without a code"
