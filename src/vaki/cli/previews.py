"""How a preview of a product is told: what is kept back last, gathered by its reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import typer
from rich.console import Console
from rich.text import Text

from vaki.cli.facts import values
from vaki.register.groups import KIND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.disclosure.previewing import Preview
    from vaki.register.groups import WireGroup

_KIND: Final = 40


def tell(preview: Preview, *, as_json: bool) -> None:
    """Print a preview."""
    if as_json:
        typer.echo(json.dumps(_described(preview), ensure_ascii=False))
        return
    where = f", permit of {', '.join(preview.municipalities)}" if preview.municipalities else ""
    _say((f"{preview.product} version {preview.version}{where}: {preview.code}", "bold"))
    if any(one.group[KIND] == "TURVAKIELTO" and one.group["turvakieltoAktiivinen"] for one in preview.groups):
        _say((" PROTECTED: non-disclosure for personal safety (turvakielto) ", "bold white on magenta"))
    _say(f"Purposes: {', '.join(preview.purposes) or 'none'}")
    told = [one.group for one in preview.groups if one.reason is None]
    _tell_groups(f"The customer gets {len(told)} groups", "bold green", told)
    if preview.censored:
        _say((f"\nand {len(preview.censored)} that say only that something may be withheld", "bold magenta"))
        for kind in preview.censored:
            _say(f"  {kind}")
    for reason in dict.fromkeys(one.reason for one in preview.groups if one.reason is not None):
        kept = [one.group for one in preview.groups if one.reason is reason]
        _tell_groups(f"Kept back, {len(kept)}: {reason.value}", "bold yellow", kept)
    if preview.without_data:
        _say(("\nNothing is recorded", "bold"), f": {', '.join(preview.without_data)}")


def _tell_groups(title: str, style: str, groups: Sequence[WireGroup]) -> None:
    _say((f"\n{title}", style))
    for group in groups:
        _say(f"  {group[KIND]:{_KIND}} ", (values(group), "dim"))


def _say(*parts: str | tuple[str, str]) -> None:
    """Print a line; a terminal shows of what a group tells as much as fits."""
    console = Console(highlight=False, emoji=False)
    line = Text.assemble(*parts)
    if console.is_terminal and line.plain.startswith("  "):
        line.truncate(console.width, overflow="ellipsis")
    console.print(line, soft_wrap=not console.is_terminal)


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
