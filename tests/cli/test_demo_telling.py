"""What the demo shows stands in the answer it was given, also where there is no terminal."""

from __future__ import annotations

import inspect
import io
import os
import pty
import select
import subprocess
import sys
from typing import Any

import pytest

from vaki.cli import demo
from vaki.cli.demonstration import expected
from vaki.cli.demonstration.gist import gist
from vaki.cli.demonstration.stage import Stage

CODE = "010190-921W"
HIDDEN = {"tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE", "turvakiellonAlaisetKentat": ["katunimi", "katunumero"]}


def _item(*groups: dict[str, Any], code: str = CODE) -> dict[str, Any]:
    return {"henkilotunnus": code, "tietoryhmat": list(groups), "muutospv": "2026-11-21T22:00:00.000Z"}


def _told(change: dict[str, Any], *, raw: bool = False) -> str:
    output = io.StringIO()
    stage = Stage(output, raw=raw)
    stage.change(change)
    stage.change_in_short(change, gist(change, "536"))
    stage.answer("POST /api/v1/muutokset", b'{"muutokset":[]}')
    return output.getvalue()


def test_without_a_terminal_every_group_is_one_plain_line() -> None:
    home = {"tietoryhma": "KOTIKUNTA", "muutosattribuutti": "LISATTY", "kuntakoodi": "837"}
    lines = _told(_item(home, {**HIDDEN, "muutosattribuutti": "MUUTETTU"})).splitlines()
    assert lines[1:3] == [
        "    MUUTETTU VAKINAINEN_KOTIMAINEN_OSOITE withheld: katunimi, katunumero",
        "    LISATTY KOTIKUNTA kuntakoodi 837",
    ]
    assert "\x1b" not in "".join(lines)


def test_a_protection_is_told_before_all_else_and_the_former_homes_are_counted() -> None:
    ban = {"tietoryhma": "TURVAKIELTO", "muutosattribuutti": "LISATTY", "turvakieltoAktiivinen": True}
    home = {"tietoryhma": "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "muutosattribuutti": "LISATIETO"}
    town = {"tietoryhma": "KOTIKUNTA", "muutosattribuutti": "MUUTETTU", "kuntakoodi": "536"}
    lines = _told(_item(town, home, ban, home, {**HIDDEN, "muutosattribuutti": "MUUTETTU"})).splitlines()
    assert lines[1:5] == [
        "    LISATTY TURVAKIELTO turvakieltoAktiivinen yes",
        "    MUUTETTU VAKINAINEN_KOTIMAINEN_OSOITE withheld: katunimi, katunumero",
        "    MUUTETTU KOTIKUNTA kuntakoodi 536",
        "    and 2 former homes, told anew for company",
    ]
    assert "and 1 former home, told" in _told(_item(ban, home))
    assert "former home" not in _told(_item(ban, town))


def test_the_feed_tells_when_and_whose_and_what_in_one_line() -> None:
    home = {"tietoryhma": "KOTIKUNTA", "muutosattribuutti": "LISATTY", "kuntakoodi": "837"}
    assert _told(_item(home)).splitlines()[-1] == f"2026-11-21 22:00Z  {CODE}  moved to Tampere  1 group"


def _added(kind: str, **members: Any) -> dict[str, Any]:
    return {"tietoryhma": kind, "muutosattribuutti": "LISATTY", **members}


BORN = {"arvo": "2026-11-20", "tarkkuus": "PAIVA"}
LATER = {"arvo": "2026-11-21", "tarkkuus": "PAIVA"}


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([_added("SYNTYMAPAIVA", syntymapv=BORN), _added("KOTIKUNTA", kuntaanMuuttopv=BORN)], "born here"),
        ([_added("SYNTYMAPAIVA", syntymapv=BORN), _added("KOTIKUNTA", kuntaanMuuttopv=LATER)], "moved in"),
        ([_added("KOTIKUNTA", kuntakoodi="200")], "moved abroad"),
        ([_added("TURVAKIELTO", turvakieltoAktiivinen=True)], "protected from now on"),
        (
            [
                _added(
                    "VAKINAINEN_KOTIMAINEN_OSOITE", katunimi={"fi": "Koulukatu"}, katunumero="7", huoneistonumero="000"
                )
            ],
            "moved to Koulukatu 7",
        ),
        ([{**HIDDEN, "muutosattribuutti": "LISATTY"}], "moved, the address withheld"),
        ([_added("AIDINKIELI"), {"tietoryhma": "AIDINKIELI", "muutosattribuutti": "POISTETTU"}], "mother tongue"),
        ([_added(f"UUSI{n}") for n in range(5)], "UUSI0, UUSI1, UUSI2 and 2 more"),
    ],
)
def test_the_words_of_the_feed_come_from_the_item_alone(groups: list[dict[str, Any]], words: str) -> None:
    assert gist(_item(*groups), "536") == words


def test_the_raw_answer_is_shown_when_it_was_asked_for() -> None:
    assert '"muutokset"' not in _told(_item())
    assert '"muutokset"' in _told(_item(), raw=True)


def test_a_birth_must_arrive_whole_and_all_of_it_as_new() -> None:
    home = {"tietoryhma": "KOTIKUNTA", "kuntakoodi": "536"}
    birthday = {"tietoryhma": "SYNTYMAPAIVA"}
    new = [{**home, "muutosattribuutti": "LISATTY"}, {**birthday, "muutosattribuutti": "LISATTY"}]
    base = _item(birthday, home)
    assert expected.birth([_item(*new)], CODE, base, "536") is None
    assert expected.birth([_item(*new)], CODE, base, "837") is not None
    assert expected.birth([_item(new[0])], CODE, base, "536") is not None
    assert expected.birth([_item(new[0], {**new[1], "muutosattribuutti": "MUUTETTU"})], CODE, base, "536") is not None
    assert expected.birth([], CODE, base, "536") is not None


def test_a_move_out_must_arrive_once_with_the_new_municipality_and_then_nothing() -> None:
    home = {"tietoryhma": "KOTIKUNTA", "muutosattribuutti": "LISATTY", "kuntakoodi": "837"}
    assert expected.move([_item(home)], CODE, "837") is None
    assert expected.move([_item(home)], CODE, "091") is not None
    assert expected.move([_item(home), _item(home)], CODE, "837") is not None
    assert expected.silence([_item(home, code="020290-9227")], CODE) is None
    assert expected.silence([_item(home)], CODE) is not None


def test_a_protection_must_arrive_with_the_address_withheld_there_and_in_base_data() -> None:
    ban = {"tietoryhma": "TURVAKIELTO", "muutosattribuutti": "LISATTY", "turvakieltoAktiivinen": True}
    hidden = {**HIDDEN, "muutosattribuutti": "MUUTETTU"}
    plain = {"tietoryhma": HIDDEN["tietoryhma"], "muutosattribuutti": "MUUTETTU", "katunimi": {"fi": "Koulukatu"}}
    base = _item(HIDDEN)
    assert expected.protection([_item(ban, hidden)], CODE, base) is None
    assert expected.protection([_item(hidden)], CODE, base) is not None
    assert expected.protection([_item(ban)], CODE, base) is not None
    assert expected.protection([_item(ban, plain)], CODE, base) is not None
    assert expected.protection([_item(ban, {**hidden, "katunimi": {"fi": "Koulukatu"}})], CODE, base) is not None
    assert expected.protection([_item(ban, hidden)], CODE, _item(plain)) is not None
    assert expected.protection([_item(ban, hidden)], CODE, None) is not None


@pytest.mark.parametrize(
    ("days_a_minute", "words"),
    [
        (0, "Its clock stands still."),
        (0.5, "Life goes on: a day passes in the register every 2 minutes."),
        (1, "Life goes on: a day passes in the register every minute."),
        (30, "Life goes on: 30 days pass in the register every minute."),
    ],
)
def test_it_says_how_fast_its_clock_runs(days_a_minute: float, words: str) -> None:
    assert demo._pace(days_a_minute) == words


def test_it_makes_twenty_thousand_people_and_serves_them_where_the_documents_say() -> None:
    defaults = {name: option.default for name, option in inspect.signature(demo.demo).parameters.items()}
    asked = {"persons": 20_000, "seed": 1, "port": 8000, "data": ".vaki", "raw": False, "once": False}
    assert asked.items() <= defaults.items()


# A pause of the play before a terminal, after an answer was shown.
PAUSING = """
from vaki.cli.demonstration.play import Play
from vaki.cli.demonstration.stage import Keys, Stage

stage = Stage()
keys = Keys(stage)
play = Play(stage, keys, None, None, None, "536")
play.shown = ("POST /api/v1/muutokset", b'{"muutokset": [], "ajanTasalla": true}')
with keys.listening():
    print("shown", flush=True)
    play.pause()
    print("gone on", flush=True)
"""


def test_a_key_shows_the_raw_answer_and_another_goes_on() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PAUSING], stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = _read_until(ours, b"goes on, as does waiting")
        assert b"ajanTasalla" not in shown
        os.write(ours, b"r")
        assert b'"ajanTasalla": true' in _read_until(ours, b'ajanTasalla": true')
        os.write(ours, b" ")
        _read_until(ours, b"gone on")
    assert process.returncode == 0
    os.close(ours)


def _read_until(terminal: int, wanted: bytes) -> bytes:
    shown = b""
    while wanted not in shown:
        assert select.select([terminal], [], [], 10)[0], shown
        shown += os.read(terminal, 65536)
    return shown
