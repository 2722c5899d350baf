"""Shapes shared by all groups: dates with precision, bilingual text, references to persons.

Source: docs/wire/muutosrajapinta.md §2.1.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(dict[str, Any])


def day(value: date, precision: str = "PAIVA") -> dict[str, str]:
    """A Paivamaara: `arvo` always a full ISO date, `tarkkuus` PAIVA, KUUKAUSI or VUOSI."""
    return {"arvo": value.isoformat(), "tarkkuus": precision}


def read_day(value: dict[str, str] | None) -> date | None:
    """The date of a Paivamaara, None when the member is missing."""
    return None if value is None else date.fromisoformat(value["arvo"])


def bilingual(fi: str | None, sv: str | None = None) -> dict[str, str]:
    """Text in Finnish, Swedish or both; never a plain string."""
    return {language: text for language, text in (("fi", fi), ("sv", sv)) if text}


def to_line(group: dict[str, Any]) -> str:
    """A group as one line of compact JSON (JSON text has no raw newline)."""
    return _encoder.encode(group).decode()


def to_lines(groups: list[dict[str, Any]]) -> list[str]:
    """As `to_line`, of many at a time."""
    return _encoder.encode_lines(groups).decode().split("\n")[:-1]


def from_line(line: str) -> dict[str, Any]:
    """The group that `to_line` wrote."""
    return _decoder.decode(line)
