"""Names in several languages: a list has Finnish always, Swedish mostly, English seldom."""

from __future__ import annotations

from typing import Literal

Language = Literal["fi", "sv", "en"]


def first_of(language: Language, fi: str, sv: str, en: str = "") -> str:
    """The name in the language asked for; where it is missing, the Finnish one, and for English the Finnish too."""
    return {"fi": fi, "sv": sv, "en": en}[language] or fi or sv
