"""`vaki products`: the products that permits are given for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

app = typer.Typer(no_args_is_help=True, help="The products that permits are given for.")


@app.command("list")
def list_products(as_json: JsonOption = False) -> None:
    """List the products, the newest version of each.

    Example: ./vaki products list
    """
    from vaki.disclosure import products

    found = products.newest()
    if as_json:
        typer.echo(json.dumps([_described(product) for product in found], ensure_ascii=False))
        return
    for product in found:
        built_in = "" if product.grantable else "  built in"
        typer.echo(
            f"{product.name:11} {product.version:2}  {product.date}  {product.selection.value:12} "
            f"{len(product.in_wire_order):2} groups  {product.title.en}{built_in}"
        )


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="PRODUCT", help="The product's name, such as K2000.")],
    as_json: JsonOption = False,
) -> None:
    """Show a product: its groups, its protection rule and its other rules.

    Example: ./vaki products show K2000
    """
    from vaki.disclosure import products

    product = products.get(name)
    if as_json:
        typer.echo(json.dumps(_described(product), ensure_ascii=False))
        return
    typer.echo(f"{product.name} version {product.version} of {product.date}: {product.title.en}")
    typer.echo(product.description.en)
    if product.note is not None:
        typer.echo(product.note.en)
    typer.echo(f"\nSelection   {product.selection.value}\nProtection  {product.protection.value}")
    for rule in product.rules:
        typer.echo(f"Rule        {rule.group}: {_in_words(rule)}")
    for purpose in product.purposes:
        typer.echo(f"Purpose     {purpose.code}: {purpose.title.en}")
    typer.echo("\nGroups")
    for group in product.in_wire_order:
        typer.echo(f"  {group}{' (optional)' if group in product.optional_groups else ''}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A product file (TOML).")],
    as_json: JsonOption = False,
) -> None:
    """Check a product file; a wrong one is refused with the reason.

    Example: ./vaki products check my-product.toml
    """
    from vaki.disclosure import products

    product = products.check_file(file)
    if as_json:
        typer.echo(json.dumps({"name": product.name, "version": product.version, "valid": True}))
    else:
        typer.echo(f"{product.name} version {product.version} is in order.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a product file.

    Example: ./vaki products schema > product.schema.json
    """
    from vaki.disclosure import products

    typer.echo(json.dumps(products.schema(), indent=2))


def _described(product: Any) -> dict[str, Any]:
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(product)
    told["groups"] = list(product.in_wire_order)
    return told


def _in_words(rule: Any) -> str:
    words = []
    if rule.under is not None:
        whose = "the person" if rule.of == "subject" else "the person mentioned"
        words.append(f"only while {whose} is under {rule.under}")
    if rule.in_force_only:
        words.append("only what is in force, and its ending")
    if rule.purposes:
        words.append(f"only for the purposes {', '.join(rule.purposes)}")
    return "; ".join(words)
