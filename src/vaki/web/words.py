"""The texts of people's pages: each sentence stands once, in three languages side by side, in `texts/*.toml`.

A sentence is named by its file and key (`home.purpose`). Finnish is written first; the others say the same thing as
their own officials would, so no language's sentence serves as the key of another.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from django.utils import translation
from django.utils.functional import lazy

FOLDER: Final = Path(__file__).parent / "texts"
LANGUAGES: Final = ("fi", "sv", "en")


class UnknownTextError(LookupError):
    """A page asked for a text that is not written."""


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every text by name, then by language."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, by_language in tomllib.loads(path.read_text(encoding="utf-8")).items():
            texts[f"{path.stem}.{key}"] = by_language
    return texts


def say(name: str, /, **values: object) -> str:
    """The text in the language now active, with `{named}` values put in.

    Raises `UnknownTextError`, and `KeyError` when a value is missing.
    """
    language = translation.get_language() or LANGUAGES[0]
    by_language = catalogue().get(name)
    if by_language is None:
        raise UnknownTextError(name)
    text = by_language.get(language, by_language[LANGUAGES[0]])
    return text.format(**values) if values else text


def says(name: str) -> bool:
    """Whether the text is written."""
    return name in catalogue()


say_later = lazy(say, str)
