"""`vaki groups`: the information groups, what they mean and what is in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from vaki.register.groups.described import Described

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def groups(
    group: Annotated[str, typer.Argument(metavar="[GROUP]", help="One group, such as KOTIKUNTA.")] = "",
    as_json: JsonOption = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the whole page docs/groups.md.")] = False,
) -> None:
    """List the information groups in the order of the wire, or tell all about one.

    Example: ./vaki groups KOTIKUNTA
    """
    from vaki.cli import group_page
    from vaki.register.groups import described

    if markdown:
        typer.echo(group_page.whole(), nl=False)
        return
    told = [described.group(group.upper())] if group else list(described.groups())
    if as_json:
        answer = [_as_data(one) for one in told]
        typer.echo(json.dumps(answer[0] if group else answer, ensure_ascii=False))
    elif group:
        typer.echo(_in_words(told[0]))
    else:
        width = max(len(one.name) for one in told)
        for one in told:
            typer.echo(f"{one.name:{width}}  {group_page.first_sentence(one)}")


def _as_data(one: Described) -> dict[str, Any]:
    import msgspec

    from vaki.cli.group_page import carriers

    told: dict[str, Any] = msgspec.to_builtins(one)
    return {**told, "products": carriers()[one.name]}


def _in_words(one: Described) -> str:
    from vaki.cli import group_page

    width = max(len(member.name) for member in one.members)
    lines = [one.name, "", one.meaning, ""]
    for member in one.members:
        told = "; ".join((group_page.value_text(member.value), *group_page.remarks(member)))
        lines.append(f"  {member.name:{width}}  {told}")
    lines += ["", f"Products: {', '.join(group_page.carriers()[one.name]) or 'none'}", ""]
    return "\n".join([*lines, group_page.pretty(one.example)])
