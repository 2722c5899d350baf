"""`vaki scenario`: scripted lives, and what each product's customers see of them."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.cli.customers import Customer, Item
    from vaki.postgres.environment import Pools
    from vaki.synthetic.scenarios import Scenario, Step
    from vaki.synthetic.scenarios.story import Act

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The scenario's name; see ./vaki scenario list.")]


class Language(StrEnum):
    """A language of the scenarios' texts."""

    FI = "fi"
    SV = "sv"
    EN = "en"


LanguageOption = Annotated[Language, typer.Option("--language", help="Of the scenario's own texts.")]

app = typer.Typer(no_args_is_help=True, help="Scripted lives, and what each product's customers see of them.")


@app.command("list")
def list_scenarios(language: LanguageOption = Language.EN, as_json: JsonOption = False) -> None:
    """List the scenarios.

    Example: ./vaki scenario list --language fi
    """
    from vaki.synthetic import scenarios

    found = [scenarios.get(name) for name in scenarios.names()]
    if as_json:
        typer.echo(json.dumps([_described(scenario) for scenario in found], ensure_ascii=False))
        return
    width = max(len(scenario.name) for scenario in found)
    for scenario in found:
        typer.echo(f"{scenario.name:{width}}  {scenario.title[language]}")


@app.command()
def show(name: NameArgument, language: LanguageOption = Language.EN, as_json: JsonOption = False) -> None:
    """Show a scenario: to whom it can happen, and its steps with their days.

    Example: ./vaki scenario show protection
    """
    from vaki.synthetic import scenarios

    scenario = scenarios.get(name)
    if as_json:
        typer.echo(json.dumps(_described(scenario), ensure_ascii=False))
        return
    typer.echo(f"{scenario.title[language]}\n{scenario.about[language]}\n")
    for number, (act, day) in enumerate(zip(scenario.steps, days_of(scenario), strict=True), 1):
        what = "the clock" if act.moves_clock else act.event
        typer.echo(f"{number:2}  day {day:<14} {what:22} {act.text[language]}")
    ages = " to ".join(dict.fromkeys(map(str, scenario.person.ages)))
    conditions = ", ".join(condition.replace("_", " ") for condition in scenario.person.conditions)
    typer.echo(f"\nFor someone of {ages} years: {conditions or 'anyone alive'}.")


@app.command()
def run(
    name: NameArgument,
    person: Annotated[
        str | None, typer.Option(metavar="HETU", help="To whom; without it someone whom it fits is chosen.")
    ] = None,
    language: LanguageOption = Language.EN,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Make a scenario happen, and show after each step what comes to the customers of each product.

    The register is left changed. What is shown passes through the door and is in the ledger. With --json a line a
    step.

    Example: ./vaki scenario run move_between
    """
    from vaki.cli.scenario_steps import Steps

    async def work(pools: Pools) -> None:
        from vaki.cli.customers import items_seen
        from vaki.register.recorder import Recorder
        from vaki.synthetic import scenarios

        scenario = scenarios.get(name)
        steps = Steps(scenario, language)
        async with Recorder(pools.register) as recorder:
            lived = scenarios.run(pools.register, recorder, name, None if person is None else person.upper())
            async for step in lived:
                seen: dict[Customer, list[Item]] = {
                    customer: await items_seen(
                        pools, customer, step.since, step.codes, only_them=step.event is None, end_user=_end_user()
                    )
                    for customer in steps.customers(step)
                }
                if as_json:
                    typer.echo(json.dumps(_told(name, step, seen), ensure_ascii=False))
                else:
                    steps.tell(step, seen)

    with_pools(data, work)


def _end_user() -> str:
    from vaki.cli.persons import system_user

    return system_user()


def days_of(scenario: Scenario) -> list[str]:
    """The day of each step, counted from the register's day at the start; `+n` after a day that depends on someone."""
    days: list[str] = []
    base, passed = "", 0
    for act in scenario.steps:
        if act.until:
            base, passed = act.until.replace("_", " "), 0
        passed += act.days
        days.append((f"{base} +{passed}" if passed else base) if base else str(passed))
    return days


def _described(scenario: Scenario) -> dict[str, Any]:
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(scenario)
    told["steps"] = [_act(act, day) for act, day in zip(scenario.steps, days_of(scenario), strict=True)]
    return told


def _act(act: Act, day: str) -> dict[str, Any]:
    import msgspec

    return {"day": day, "event": act.event or "clock", "text": msgspec.to_builtins(act.text)}


def _told(name: str, step: Step, seen: dict[Customer, list[Item]]) -> dict[str, Any]:
    import msgspec

    return {
        "scenario": name,
        "step": step.number,
        "of": step.of,
        "text": msgspec.to_builtins(step.text),
        "day": step.day.isoformat(),
        "event": step.event or "clock",
        "since": step.since,
        "key": step.key,
        "sees": {customer.key: items for customer, items in seen.items()},
    }
