"""Every sentence of the pages is written in three languages, and none is written for nothing."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory
from django.utils import translation

from vaki.web import pages, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

ROOM = Path(words.__file__).parent
SYSTEM_WORDS = re.compile(r"\b(HTTP|null|None|exception|error code|stack|ID|id)\b")
NAMES = sorted(words.catalogue())
# Named by a value: a status, a clock's mode, a marital status on the wire.
BUILT_NAMES = re.compile(
    r"^(failed\.[45]\d\d-\w+|home\.clock-\w+|(?:persona|groups|feed)\.[A-Z_]+"
    r"|population\.(?:column|source|size|dwelling|language|citizenship|religion|sort|shade)-.+"
    r"|population\.(?:dead|abroad|elsewhere|moves-within|moves-between))$"
)
FAILURES = [(400, pages.bad_request), (403, pages.forbidden), (404, pages.not_found), (500, pages.server_error)]


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", NAMES)
def test_a_text_stands_in_three_languages_with_the_same_values(name: str) -> None:
    text = words.catalogue()[name]
    assert tuple(text) == words.LANGUAGES
    assert all(sentence.strip() for sentence in text.values())
    assert len({frozenset(placeholders(sentence)) for sentence in text.values()}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_system_words_stand_on_a_screen(name: str) -> None:
    assert not any(SYSTEM_WORDS.search(sentence) for sentence in words.catalogue()[name].values())


def test_every_text_that_is_asked_for_is_written_and_no_other() -> None:
    sources = [*ROOM.rglob("*.html"), *ROOM.rglob("*.py")]
    said = re.compile(r"\"((?:" + "|".join(path.stem for path in words.FOLDER.glob("*.toml")) + r")\.[\w-]+)\"")
    asked = {name for path in sources for name in said.findall(path.read_text(encoding="utf-8"))}
    asked -= {name for name in asked if name.endswith((".html", ".css"))}
    written = {name for name in NAMES if not BUILT_NAMES.match(name)}
    assert asked == written


def test_an_unwritten_text_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(words.UnknownTextError):
        words.say("home.nothing-of-the-kind")


def test_a_text_follows_the_active_language() -> None:
    with translation.override("sv"):
        assert words.say("persona.address") == "Stadigvarande adress"
    with translation.override("en"):
        assert words.say("persona.years", years=34) == "34 years"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(("status", "handler"), FAILURES)
def test_a_failure_page_is_in_the_reader_s_language_and_says_nothing_of_the_error(
    language: str, status: int, handler: Callable[..., HttpResponse]
) -> None:
    request = RequestFactory().get(f"/{language}/")
    with translation.override(language):
        answer = handler(request) if status == 500 else handler(request, ValueError("010190-999W"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}">' in page
    assert words.catalogue()[f"failed.{status}-title"][language] in page
    assert "010190-999W" not in page
