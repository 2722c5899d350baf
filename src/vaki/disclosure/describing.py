"""A product's description as a page for people, made from its file: in Finnish, Swedish or English, as Markdown."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from vaki.disclosure.products import ALL, ProtectionRule, Text, newest
from vaki.disclosure.rights import rights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaki.disclosure.products import GroupRule, Product, Purpose

LANGUAGES: Final = ("fi", "sv", "en")
_OF_MUNICIPALITY: Final = ("KOTIKUNTA", "EDELLINEN_KOTIKUNTA", "VUODENVAIHTEEN_KUNTA")


@cache
def _words() -> dict[str, Text]:
    return msgspec.toml.decode((files(__package__) / "describing.toml").read_bytes(), type=dict[str, Text])


def _word(name: str, language: str, **values: object) -> str:
    return _words()[name][language].format(**values)


def page(product: Product, language: str, *, level: int = 1) -> str:
    """The page of a product; `level` is that of its first heading."""
    lines = [*_opening(product, language), *_purposes(product, language), *_conditions(product, language)]
    lines += [*_groups(product, language), *_protection(product, language), *_rules(product, language)]
    marks = "#" * (level - 1)
    return "\n".join(f"{marks}{line}" if line.startswith("#") else line for line in lines) + "\n"


def all_pages(language: str) -> str:
    """The newest version of every product that permits are given for, on one page."""
    pages = [page(product, language, level=2) for product in newest() if product.grantable]
    return "\n".join((_word("all", language) + "\n", *pages))


def _opening(product: Product, language: str) -> Iterator[str]:
    yield f"# {product.name}: {product.title[language]}"
    yield ""
    yield _word("version", language, version=product.version, day=product.date) + "."
    yield product.description[language]
    if product.note is not None:
        yield f"\n> {product.note[language]}"
    yield f"\n## {_word('selection', language)}\n"
    yield _word(product.selection.value, language)


def _purposes(product: Product, language: str) -> Iterator[str]:
    if not product.purposes:
        return
    yield f"\n## {_word('purposes', language)}"
    for group in product.purpose_groups:
        yield f"\n### {f'{group.section} ' if group.section else ''}{group.title[language]}\n"
        if group.about is not None:
            yield f"{group.about[language]}\n"
        yield from _listed((one for one in product.purposes if one.group == group.code), language)
    others = [one for one in product.purposes if one.group is None]
    if others:
        yield f"\n### {_word('others', language)}\n" if product.purpose_groups else ""
        yield from _listed(others, language)


def _listed(purposes: Iterable[Purpose], language: str) -> Iterator[str]:
    for purpose in purposes:
        described = f" ({_word('described', language)})" if purpose.described else ""
        yield f"- `{purpose.code}` {purpose.title[language]}{described}"
        for example in purpose.examples:
            yield f"  - {example[language]}"


def _conditions(product: Product, language: str) -> Iterator[str]:
    if product.not_for:
        yield f"\n## {_word('not_for', language)}\n"
        for text in product.not_for:
            yield f"- {text[language]}"
    if product.evidence:
        yield f"\n## {_word('evidence', language)}\n"
        for one in product.evidence:
            when = f" ({_word('evidence_for', language, purposes=_codes(one.purposes))})" if one.purposes else ""
            yield f"- {one.title[language]}{when}"


def _groups(product: Product, language: str) -> Iterator[str]:
    yield f"\n## {_word('groups', language)}\n"
    if product.groups == ALL:
        yield _word("every_group", language)
        return
    for kind in product.in_wire_order:
        optional = f" ({_word('optional', language)})" if kind in product.optional_groups else ""
        yield f"- `{kind}`{optional}"


def _protection(product: Product, language: str) -> Iterator[str]:
    yield f"\n## {_word('protection', language)}\n"
    yield f"`{product.protection.value}`. {_word(product.protection.value, language)}"
    if product.protection is ProtectionRule.EVERYTHING:
        return
    yield ""
    hidden = rights(product.name, product.version, frozenset(), entitled=False).censored_kinds()
    told = [kind for kind in product.in_wire_order if kind in _OF_MUNICIPALITY and kind not in hidden]
    for name, kinds in (("told", told), ("censored", hidden)):
        if kinds and product.groups != ALL:
            yield f"- {_word(name, language)}: {_codes(kinds)}"


def _rules(product: Product, language: str) -> Iterator[str]:
    if not product.rules:
        return
    yield f"\n## {_word('rules', language)}\n"
    for rule in product.rules:
        yield f"- `{rule.group}`: {'; '.join(_in_words(rule, language))}"


def _in_words(rule: GroupRule, language: str) -> Iterator[str]:
    if rule.under is not None:
        yield _word(f"under_{rule.of}", language, age=rule.under)
    if rule.in_force_only:
        yield _word("in_force_only", language)
    if rule.purposes:
        yield _word("for_purposes", language, purposes=_codes(rule.purposes))


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)
