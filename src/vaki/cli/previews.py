"""How a preview of a product is told: what is kept back last, gathered by its reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import typer
from rich.console import Console
from rich.text import Text

from vaki.cli.facts import content
from vaki.register.groups import KIND

if TYPE_CHECKING:
    from vaki.disclosure.previewing import Preview

_KIND: Final = 40


def tell(preview: Preview, *, as_json: bool) -> None:
    """Print a preview."""
    if as_json:
        typer.echo(json.dumps(_described(preview), ensure_ascii=False))
        return
    console = Console(highlight=False, emoji=False)

    def say(*parts: str | tuple[str, str]) -> None:
        line = Text.assemble(*parts)
        if console.is_terminal:
            line.truncate(console.width, overflow="ellipsis")
        console.print(line, soft_wrap=True)

    where = f", permit of {', '.join(preview.municipalities)}" if preview.municipalities else ""
    say((f"{preview.product} version {preview.version}{where}: {preview.code}", "bold"))
    say(f"Purposes: {', '.join(preview.purposes) or 'none'}")
    told = [one.group for one in preview.groups if one.reason is None]
    say((f"\nThe customer gets {len(told)} groups", "bold green"))
    for group in told:
        say(f"  {group[KIND]:{_KIND}} ", (", ".join(content(group).values()), "dim"))
    if preview.censored:
        say((f"\nand {len(preview.censored)} that say only that something may be withheld", "bold magenta"))
        for kind in preview.censored:
            say(f"  {kind}")
    for reason in dict.fromkeys(one.reason for one in preview.groups if one.reason is not None):
        kept = [one.group for one in preview.groups if one.reason is reason]
        say((f"\nKept back, {len(kept)}: {reason.value}", "bold yellow"))
        for group in kept:
            say(f"  {group[KIND]:{_KIND}} ", (", ".join(content(group).values()), "dim"))
    if preview.without_data:
        say(("\nNothing is recorded", "bold"), f": {', '.join(preview.without_data)}")


def _described(preview: Preview) -> dict[str, Any]:
    return {
        "product": preview.product,
        "version": preview.version,
        "henkilotunnus": preview.code,
        "municipalities": list(preview.municipalities),
        "purposes": list(preview.purposes),
        "told": [one.group for one in preview.groups if one.reason is None],
        "censored": list(preview.censored),
        "kept_back": [
            {"reason": one.reason.name.lower(), "tietoryhma": one.group}
            for one in preview.groups
            if one.reason is not None
        ],
        "without_data": list(preview.without_data),
    }
