"""`vaki products`: the products that permits are given for."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.disclosure.comparing import Difference
    from vaki.disclosure.previewing import Preview
    from vaki.disclosure.products import Product
    from vaki.postgres.environment import Pools

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
NameArgument = Annotated[
    str, typer.Argument(metavar="PRODUCT", help="The product's name, such as K2000; K2000@1 names a version.")
]


class Language(StrEnum):
    """A language of the products' texts."""

    FI = "fi"
    SV = "sv"
    EN = "en"


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
def show(name: NameArgument, as_json: JsonOption = False) -> None:
    """Show a product: its groups, its protection rule and its other rules.

    Example: ./vaki products show K2000
    """
    from vaki.disclosure import products
    from vaki.disclosure.comparing import in_words

    product = products.find(name)
    if as_json:
        typer.echo(json.dumps(_described(product), ensure_ascii=False))
        return
    typer.echo(f"{product.name} version {product.version} of {product.date}: {product.title.en}")
    typer.echo(product.description.en)
    if product.note is not None:
        typer.echo(product.note.en)
    typer.echo(f"\nSelection   {product.selection.value}\nProtection  {product.protection.value}")
    for rule in product.rules:
        typer.echo(f"Rule        {rule.group}: {in_words(rule)}")
    for purpose in product.purposes:
        typer.echo(f"Purpose     {purpose.code}: {purpose.title.en}")
    for text in product.not_for:
        typer.echo(f"Not for     {text.en}")
    for one in product.evidence:
        when = f" (for {', '.join(one.purposes)})" if one.purposes else ""
        typer.echo(f"Evidence    {one.title.en}{when}")
    typer.echo("\nGroups")
    for group in product.in_wire_order:
        typer.echo(f"  {group}{' (optional)' if group in product.optional_groups else ''}")


@app.command()
def describe(
    name: Annotated[
        str | None, typer.Argument(metavar="[PRODUCT]", help="Such as K2000 or K2000@1; every one without.")
    ] = None,
    language: Annotated[Language, typer.Option("--language", help="Of the whole page.")] = Language.FI,
    as_json: JsonOption = False,
) -> None:
    """Print a product's description as a page for people, in Markdown; without a name that of every product.

    Example: ./vaki products describe K2000 --language sv
    """
    from vaki.disclosure import describing, products

    page = describing.all_pages(language) if name is None else describing.page(products.find(name), language)
    if as_json:
        typer.echo(json.dumps({"product": name, "language": language.value, "page": page}, ensure_ascii=False))
    else:
        typer.echo(page, nl=False)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A product file (TOML).")],
    as_json: JsonOption = False,
) -> None:
    """Check a product file; a wrong one is refused with the reason, as is one that changes a released version.

    Example: ./vaki products check my-product.toml
    """
    from vaki.disclosure import products

    product = products.check_file(file)
    if as_json:
        typer.echo(json.dumps({"name": product.name, "version": product.version, "valid": True}))
    else:
        typer.echo(f"{product.name} version {product.version} is in order.")


@app.command()
def diff(
    old: NameArgument,
    new: Annotated[str, typer.Argument(metavar="FILE|PRODUCT", help="A product file, or a product as K2000@2.")],
    as_json: JsonOption = False,
) -> None:
    """Show what a customer would gain and lose if the second took the place of the first.

    Example: ./vaki products diff K2000@1 my-product.toml
    """
    from vaki.disclosure import comparing, products

    before = products.find(old)
    after = products.check_file(Path(new)) if new.endswith(".toml") else products.find(new)
    found = comparing.differences(before, after)
    if as_json:
        import msgspec

        typer.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False))
        return
    typer.echo(f"{before.name} version {before.version} → {after.name} version {after.version}")
    for one in found:
        typer.echo(_difference(one))
    if not found:
        typer.echo("Nothing is otherwise for a customer.")


def _difference(one: Difference) -> str:
    name = f"{one.part} {one.name}".strip()
    if one.before is None or one.after is None:
        sign, what = ("+", one.after) if one.before is None else ("-", one.before)
        return f"{sign} {name}" if what == "in" else f"{sign} {name}: {what}"
    return f"~ {name}: {one.before} → {one.after}"


@app.command()
def preview(
    name: NameArgument,
    person: Annotated[str, typer.Option(metavar="HETU", help="Of whom.")],
    municipality: Annotated[
        list[str] | None, typer.Option(help="Of the permit, three digits; the person's own unless given; repeatable.")
    ] = None,
    purpose: Annotated[
        list[str] | None, typer.Option(help="A purpose of the permit; all of the product's unless given; repeatable.")
    ] = None,
    protected: Annotated[bool, typer.Option("--protected", help="As with a permit for protected data.")] = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Show what a customer would get of a person, and what is kept back and why, group by group.

    It passes through the door under the operator and is written to the ledger.

    Example: ./vaki products preview K2000 --person 010190-921W
    """
    from vaki.cli.previews import tell
    from vaki.disclosure import products

    product = products.find(name)

    async def work(pools: Pools) -> Preview:
        from vaki.cli.persons import system_user
        from vaki.disclosure import previewing

        return await previewing.preview(
            pools,
            product,
            person.upper(),
            municipalities=municipality or (),
            purposes=purpose,
            entitled=protected,
            end_user=system_user(),
        )

    tell(with_pools(data, work), as_json=as_json)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a product file.

    Example: ./vaki products schema > product.schema.json
    """
    from vaki.disclosure import products

    typer.echo(json.dumps(products.schema(), indent=2, ensure_ascii=False))


def _described(product: Product) -> dict[str, Any]:
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(product)
    told["groups"] = list(product.in_wire_order)
    return told
