"""`vaki personas`: the persons with fixed codes that every seeded register has."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from vaki.synthetic.personas.listing import Persona


def personas(
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day up to which the register was seeded; today by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the whole page docs/personas.md.")] = False,
) -> None:
    """List the persons with fixed codes: code, name and what is odd about each. Families are in --json only.

    Example: ./vaki personas --as-of 2026-11-21
    """
    from datetime import timedelta

    from vaki.cli.seed import lived_up_to
    from vaki.synthetic.personas.listing import listed
    from vaki.synthetic.personas.writing import first_day
    from vaki.synthetic.seeding import LIVED_DAYS

    if markdown:
        from vaki.cli import persona_page

        typer.echo(persona_page.whole(first_day() + timedelta(days=LIVED_DAYS)), nl=False)
        return
    found = listed(lived_up_to(as_of) - timedelta(days=LIVED_DAYS))
    if as_json:
        typer.echo(json.dumps([_as_data(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        if one.case:
            typer.echo(f"{one.code}  {one.case}: {one.name}")
    if not found:
        typer.echo("A register as of that day has no personas yet.", err=True)


def _as_data(one: Persona) -> dict[str, Any]:
    return {
        "henkilotunnus": one.code,
        "edellisetHenkilotunnukset": list(one.former_codes),
        "name": one.name,
        "case": one.case,
        "about": one.about,
        "check": one.check,
        "relatives": [
            {"henkilotunnus": other.code, "name": other.name, "groups": list(other.kinds)} for other in one.relatives
        ],
    }
