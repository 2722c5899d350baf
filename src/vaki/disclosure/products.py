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
from vaki.register.due import ADULT, MINORS_ONLY, OF_MINORS_ONLY
from vaki.register.groups import BY_NAME, PLACE, SENSITIVE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
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


_HIDES_HOME: Final = ProtectionRule.NOTHING_PROTECTED


class Text(_Data, frozen=True):
    """A text in the service's three languages."""

    fi: str
    sv: str
    en: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class PurposeGroup(_Data, frozen=True, kw_only=True):
    """A field of tasks that purposes belong to (käyttötarkoitusryhmä)."""

    code: Name
    section: str | None = None
    """Where the product's own description tells of it."""
    title: Text
    about: Text | None = None
    """When the product may be granted for it."""


class Purpose(_Data, frozen=True, kw_only=True):
    """A purpose of use that a permit for the product may name."""

    code: Name
    group: Name | None = None
    title: Text
    examples: tuple[Text, ...] = ()
    described: bool = False
    """The applicant says in words what the purpose is."""


class Evidence(_Data, frozen=True, kw_only=True):
    """What an application for the product must show."""

    code: Name
    title: Text
    purposes: tuple[Name, ...] = ()
    """Needed only when one of these is applied for; empty for every application."""


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
    purpose_groups: tuple[PurposeGroup, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    not_for: tuple[Text, ...] = ()
    """What no permit for the product is granted for."""
    evidence: tuple[Evidence, ...] = ()
    grantable: bool = True
    """False for the built-in products of the operator and the sandbox: no permit can be given for them."""
    note: Text | None = None
    """What a reader should know about the product's origin."""

    @property
    def in_wire_order(self) -> tuple[str, ...]:
        """The groups as they follow each other on the wire."""
        names = tuple(BY_NAME) if self.groups == ALL else self.groups
        return tuple(sorted(names, key=PLACE.__getitem__))

    def evidence_for(self, purposes: Collection[str]) -> tuple[Evidence, ...]:
        """What an application for these purposes must show."""
        return tuple(one for one in self.evidence if not one.purposes or set(one.purposes) & set(purposes))


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
    """The product in a file of its own; raises ProductMalformed and OSError.

    A version that is in use never changes, so a file that tells one otherwise is refused too.
    """
    product = parse(path.read_bytes())
    same_name = {version: known for (name, version), known in _catalogue().items() if name == product.name}
    if product.version in same_name:
        if same_name[product.version] != product:
            raise ProductMalformed(
                f"{product.name}: version {product.version} is released and never changes; the next one is "
                f"{max(same_name) + 1}."
            )
        return product
    earlier = same_name.get(max(same_name, default=0))
    if product.version != max(same_name, default=0) + 1:
        raise ProductMalformed(f"{product.name}: the next version is {max(same_name, default=0) + 1}.")
    if earlier is not None and product.date < earlier.date:
        raise ProductMalformed(f"{product.name}: the version before is of {earlier.date}, this one is older.")
    return product


_AGE_RULED: Final = {"subject": MINORS_ONLY, "mentioned": OF_MINORS_ONLY}


def _problems(product: Product) -> Iterator[str]:
    """What the schema cannot say."""
    groups = product.in_wire_order if product.groups == ALL else product.groups
    unknown = [name for name in groups if name not in BY_NAME]
    if unknown:
        yield f"unknown groups {', '.join(unknown)}"
        return
    if len(set(groups)) != len(groups):
        yield "a group stands twice"
    for name in product.optional_groups:
        if name not in groups:
            yield f"{name} is optional but not in groups"
    if SENSITIVE & set(product.optional_groups):
        yield "a sensitive group cannot be optional"
    yield from _problems_of_rules(product, groups)
    yield from _problems_of_purposes(product)


def _problems_of_rules(product: Product, groups: Collection[str]) -> Iterator[str]:
    purposes = {purpose.code for purpose in product.purposes}
    for rule in product.rules:
        if rule.group not in groups:
            yield f"a rule is about {rule.group}, which is not in groups"
        elif rule.of == "mentioned" and BY_NAME[rule.group].person_member is None:
            yield f"{rule.group} mentions nobody whose age could be asked"
        if rule.under not in {None, ADULT} or (rule.under and rule.group not in _AGE_RULED[rule.of]):
            yield f"the register publishes no birthday on which the rule about {rule.group} would end"
        if not set(rule.purposes) <= purposes:
            yield f"the rule about {rule.group} names an unknown purpose"
        if rule == GroupRule(rule.group):
            yield f"the rule about {rule.group} says nothing"
    if len({rule.group for rule in product.rules}) != len(product.rules):
        yield "two rules are about one group"
    if product.selection is Selection.MUNICIPALITY and product.protection is _HIDES_HOME:
        yield "a selection by municipality cannot hide the home municipality: presence alone tells it"
    if product.grantable and product.selection is Selection.EVERYBODY and product.protection is _HIDES_HOME:
        yield "a selection by conditions cannot hide the home municipality: region and residence are among them"


def _problems_of_purposes(product: Product) -> Iterator[str]:
    purposes = [purpose.code for purpose in product.purposes]
    fields = [group.code for group in product.purpose_groups]
    needed = [one.code for one in product.evidence]
    for what, codes in (("purposes", purposes), ("purpose groups", fields), ("pieces of evidence", needed)):
        if len(set(codes)) != len(codes):
            yield f"two {what} have one code"
    for purpose in product.purposes:
        if purpose.group is not None and purpose.group not in fields:
            yield f"the purpose {purpose.code} is of an unknown group"
    for field in fields:
        if all(purpose.group != field for purpose in product.purposes):
            yield f"no purpose is of the group {field}"
    for one in product.evidence:
        if not set(one.purposes) <= set(purposes):
            yield f"the evidence {one.code} names an unknown purpose"


@cache
def _catalogue() -> dict[tuple[str, int], Product]:
    found: dict[tuple[str, int], Product] = {}
    for file in (files("vaki.disclosure") / "products").iterdir():
        if file.name.endswith(".toml"):
            product = parse(file.read_bytes())
            found[product.name, product.version] = product
    return found


def versions(name: str) -> list[int]:
    """The versions there are of a product, oldest first; empty for an unknown one."""
    return sorted(version for known, version in _catalogue() if known == name)


def find(spelling: str) -> Product:
    """The product that `NAME` or `NAME@VERSION` says, the newest version when none is; raises UnknownProduct."""
    name, _, version = spelling.partition("@")
    if version and not version.isdecimal():
        raise UnknownProduct
    return get(name, int(version) if version else None)


def newest() -> list[Product]:
    """The newest version of each product, by name."""
    latest: dict[str, Product] = {}
    for product in sorted(_catalogue().values(), key=lambda one: (one.name, one.version)):
        latest[product.name] = product
    return list(latest.values())


def get(name: str, version: int | None = None) -> Product:
    """A version of a product, the newest when none is named; raises UnknownProduct."""
    known = versions(name)
    if not known or (version is not None and version not in known):
        raise UnknownProduct
    return _catalogue()[name, version if version is not None else known[-1]]
