"""`vaki demo`: from nothing to a living register, and a customer who reads it over HTTP."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption

if TYPE_CHECKING:
    from vaki.cli.demonstration.hands import Hands
    from vaki.cli.demonstration.play import Play
    from vaki.cli.demonstration.stage import Stage

NOKIA: Final = "536"
MINUTES_A_DAY: Final = 24 * 60
DATA_VARIABLE: Final = "VAKI_DATA"


class NobodyThere(Exception):
    """The municipality has no residents"""

    exit_code: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__("Nokia has no residents in this register. Choose an empty folder with --data.")


@dataclass(frozen=True)
class Wish:
    """What the command line asked for."""

    data: Path
    persons: int
    seed: int
    port: int
    days_a_minute: float
    once: bool
    raw: bool


def demo(
    persons: Annotated[int, typer.Option(min=500, help="People to make, if the register is empty.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 1,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 chooses a free one.")] = 8000,
    data: DataOption = DEFAULT_DATA,
    speed: Annotated[float, typer.Option(min=0, help="Days that pass in the register in a minute.")] = 1.0,
    raw: Annotated[bool, typer.Option("--raw", help="Show each answer also as it came.")] = False,
    once: Annotated[
        bool, typer.Option("--once", help="One cycle without a terminal; one JSON line tells what happened.")
    ] = False,
) -> None:
    """From nothing to a running service with life going on, and a customer who follows it before your eyes.

    Example: ./vaki demo

    Example: ./vaki demo --persons 2000 --seed 7 --once
    """
    _run(Wish(Path(data).resolve(), persons, seed, port, speed, once, raw))


def _run(wish: Wish) -> None:
    from vaki.cli.demonstration.customer import Customer
    from vaki.cli.demonstration.hands import Hands
    from vaki.cli.demonstration.permit import credential_for
    from vaki.cli.demonstration.play import Play
    from vaki.cli.demonstration.service import Service
    from vaki.cli.demonstration.stage import Keys, Stage
    from vaki.cli.running import opened

    began = time.monotonic()
    stage = Stage(sys.stderr if wish.once else sys.stdout, raw=wish.raw)
    keys = Keys(stage)
    stage.heading("Väki: a population register that lives, and a customer who follows it")
    stage.aside("Everybody in it is made up.")
    with ExitStack() as stack:
        stack.enter_context(keys.listening())
        # The database is held for the whole demo, so that it starts once and stops last.
        environment = stack.enter_context(opened(wish.data))
        os.environ[DATA_VARIABLE] = str(wish.data)
        hands = stack.enter_context(Hands(environment, NOKIA))
        persons = _have_people(wish, stage, hands)
        service = stack.enter_context(Service(wish.data, port=wish.port, days_a_day=wish.days_a_minute * MINUTES_A_DAY))
        service.wait_until_ready()
        stage.say(f"The service answers at {service.address}. {_pace(wish.days_a_minute)}")
        credential = hands.run(credential_for(hands.pools, NOKIA))
        customer = Customer(service.host, service.port, credential.user, credential.password)
        play = Play(stage, keys, customer, hands, service, NOKIA)
        _acts(play)
        if not wish.once:
            _what_next(wish, play)
            play.listen()
    _tell(wish, play, persons, time.monotonic() - began)


def _acts(play: Play) -> None:
    play.base_load()
    if play.seen.residents == 0:
        raise NobodyThere
    play.birth()
    play.move_out()
    play.protection()


def _tell(wish: Wish, play: Play, persons: int, seconds: float) -> None:
    """The line of --once, printed when everything has stopped."""
    if not wish.once:
        return
    seen = play.seen
    told = {
        "persons": persons,
        "residents": seen.residents,
        "changes": seen.changes,
        "seconds": round(seconds, 1),
        "municipality": NOKIA,
        "birth": seen.birth,
        "move": seen.move,
        "protection": seen.protection,
    }
    typer.echo(json.dumps(told))


def _have_people(wish: Wish, stage: Stage, hands: Hands) -> int:
    """Fill the register if it is empty, and tell who is there; the number of persons."""
    from vaki.cli.demonstration.people import have_people

    stage.say(f"Looking for people in {wish.data}; an empty register gets {wish.persons} of them.")
    seeded = hands.run(have_people(hands.pools, wish.persons, wish.seed))
    persons, municipalities = hands.people()
    where = f"{persons} persons, the dead and the emigrated too, in {municipalities} municipalities"
    if seeded is None:
        stage.say(f"They live here already and are left as they are: {where}.")
    else:
        stage.say(f"Made with seed {wish.seed}: {where}, with two weeks of lived life ({seeded.events} events).")
    return persons


def _pace(days_a_minute: float) -> str:
    if days_a_minute == 0:
        return "Its clock stands still."
    if days_a_minute == 1:
        return "Life goes on: a day passes in the register every minute."
    if days_a_minute > 1:
        return f"Life goes on: {days_a_minute:g} days pass in the register every minute."
    return f"Life goes on: a day passes in the register every {1 / days_a_minute:g} minutes."


def _what_next(wish: Wish, play: Play) -> None:
    """What a reader can do now, each line good for pasting."""
    stage, base = play.stage, play.service.address.rstrip("/")
    folder = "" if str(wish.data) == str(Path(DEFAULT_DATA).resolve()) else f" --data {wish.data}"
    stage.heading("What to try next, in another terminal")
    stage.say("The pages, for people:")
    stage.line_to_paste(f"{base}/")
    stage.say("The whole population in plots, against the figures published of Finland:")
    stage.line_to_paste(f"{base}/en/vaesto/")
    stage.say("The change interface, for systems, and its description:")
    stage.line_to_paste(f"{base}/api/v1")
    stage.line_to_paste(f"{base}/api/v1/openapi.json")
    stage.say(
        "Two public accounts, both with password pwd: mutpT1 sees everything, mutpT1x what production would show."
    )
    for user in ("mutpT1", "mutpT1x"):
        stage.line_to_paste(
            f"curl -u {user}:pwd {base}/api/v1/perustiedot -H 'Content-Type: application/json' "
            f"""-d '{{"hetulista":["{play.seen.protection}"]}}'"""
        )
    stage.say("What has changed about one person since the demo's first key, and the key of a day:")
    stage.line_to_paste(
        f"curl -u mutpT1:pwd {base}/api/v1/muutokset -H 'Content-Type: application/json' "
        f"""-d '{{"viimeisinKirjausavain":{play.first_key},"hetulista":["{play.seen.move}"]}}'"""
    )
    stage.line_to_paste(f"curl -u mutpT1:pwd {base}/api/v1/kirjausavain/{play.hands.day()}")
    stage.say("The register itself:")
    stage.line_to_paste(f"./vaki persons show{folder} {play.seen.birth}")
    stage.line_to_paste(f"./vaki persons find{folder} --municipality {NOKIA} --limit 10")
    stage.line_to_paste("./vaki event --list")
