"""Products as data: what a permit can be given for (docs/decisions/0008).

A product is a TOML file in `products/`, its form the `Product` below; `schema()` is its published JSON Schema. A
product never changes: what must change becomes the next version, a file of its own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from vaki.disclosure.errors import ProductMalformed, UnknownProduct
from vaki.register.groups import BY_NAME, PLACE, SENSITIVE

if TYPE_CHECKING:
    from pathlib import Path

ALL: Final = "all"
Age = Annotated[int, msgspec.Meta(ge=1, le=120)]
Name = Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a product."""


class Selection(StrEnum):
    """How the persons are chosen: by home municipality, by the codes that the customer posts, or everybody."""

    MUNICIPALITY = "municipality"
    CODES = "codes"
    EVERYBODY = "everybody"


class ProtectionRule(StrEnum):
    """What is told of a protected person (turvakiellon käsittelysääntö).

    The first name is K2000's own; the two others are named by analogy, as their names are not public.
    """

    ONLY_HOME_MUNICIPALITY = "VAIN_KOTIKUNTATIEDOT_VALITETAAN"
    NOTHING_PROTECTED = "MITAAN_TURVAKIELLON_ALAISTA_EI_VALITETA"
    EVERYTHING = "KAIKKI_TIEDOT_VALITETAAN"


class Text(_Data, frozen=True):
    """A text in the service's three languages."""

    fi: str
    sv: str
    en: str


class Purpose(_Data, frozen=True):
    """A purpose of use that a permit for the product may name."""

    code: Name
    title: Text


class GroupRule(_Data, frozen=True):
    """A rule about one group of the product (tietoryhmän käsittelysääntö)."""

    group: str
    under: Age | None = None
    """Told only while the person is younger than this, in years."""
    of: Literal["subject", "mentioned"] = "subject"
    """Whose age: the person's whose item it is, or the one's whom the group mentions."""
    in_force_only: bool = False
    """Records that are no longer in force are not told; the ending of one in force is."""
    purposes: tuple[Name, ...] = ()
    """Told only when the permit names one of these purposes."""


class Product(_Data, frozen=True, kw_only=True):
    """A product of the change interface: selection, groups, protection rule, group rules and purposes."""

    name: Name
    version: Annotated[int, msgspec.Meta(ge=1)]
    date: date
    """The day of this version."""
    title: Text
    description: Text
    selection: Selection
    groups: Literal["all"] | tuple[str, ...]
    """Group names, or `all`: every group, also those that the catalogue does not know."""
    optional_groups: tuple[str, ...] = ()
    """Those of `groups` that an applicant may leave out (valinnainen)."""
    protection: ProtectionRule
    rules: tuple[GroupRule, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    grantable: bool = True
    """False for the built-in products of the operator and the sandbox: no permit can be given for them."""
    note: Text | None = None
    """What a reader should know about the product's origin."""

    @property
    def in_wire_order(self) -> tuple[str, ...]:
        """The groups as they follow each other on the wire."""
        names = tuple(BY_NAME) if self.groups == ALL else self.groups
        return tuple(sorted(names, key=PLACE.__getitem__))


def schema() -> dict[str, Any]:
    """The JSON Schema of a product file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Väki product",
        **msgspec.json.schema(Product),
    }


def parse(text: bytes) -> Product:
    """The product that a file's bytes describe; raises ProductMalformed with the reason."""
    try:
        product = msgspec.toml.decode(text, type=Product)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ProductMalformed(f"The product file is malformed: {error}.") from None
    problems = list(_problems(product))
    if problems:
        raise ProductMalformed(f"{product.name}: {'; '.join(problems)}.")
    return product


def check_file(path: Path) -> Product:
    """The product in a file of its own; raises ProductMalformed and OSError."""
    return parse(path.read_bytes())


def _problems(product: Product) -> list[str]:
    """What the schema cannot say."""
    found: list[str] = []
    groups = product.in_wire_order if product.groups == ALL else product.groups
    unknown = [name for name in groups if name not in BY_NAME]
    if unknown:
        return [f"unknown groups {', '.join(unknown)}"]
    if len(set(groups)) != len(groups):
        found.append("a group stands twice")
    found += [f"{name} is optional but not in groups" for name in product.optional_groups if name not in groups]
    codes = [purpose.code for purpose in product.purposes]
    for rule in product.rules:
        if rule.group not in groups:
            found.append(f"a rule is about {rule.group}, which is not in groups")
        elif rule.of == "mentioned" and BY_NAME[rule.group].person_member is None:
            found.append(f"{rule.group} mentions nobody whose age could be asked")
        found += [f"the rule about {rule.group} names an unknown purpose" for one in rule.purposes if one not in codes]
    if len({rule.group for rule in product.rules}) != len(product.rules):
        found.append("two rules are about one group")
    if product.selection is Selection.MUNICIPALITY and product.protection is ProtectionRule.NOTHING_PROTECTED:
        found.append("a selection by municipality cannot hide the home municipality: presence alone tells it")
    if product.optional_groups and SENSITIVE & set(product.optional_groups):
        found.append("a sensitive group cannot be optional")
    return found


@cache
def _catalogue() -> dict[tuple[str, int], Product]:
    found: dict[tuple[str, int], Product] = {}
    for file in (files("vaki.disclosure") / "products").iterdir():
        if file.name.endswith(".toml"):
            product = parse(file.read_bytes())
            found[product.name, product.version] = product
    return found


def newest() -> list[Product]:
    """The newest version of each product, by name."""
    latest: dict[str, Product] = {}
    for product in sorted(_catalogue().values(), key=lambda one: (one.name, one.version)):
        latest[product.name] = product
    return list(latest.values())


def get(name: str, version: int | None = None) -> Product:
    """A version of a product, the newest when none is named; raises UnknownProduct."""
    versions = [number for known, number in _catalogue() if known == name]
    if not versions or (version is not None and version not in versions):
        raise UnknownProduct
    return _catalogue()[name, version if version is not None else max(versions)]
