"""What a customer would gain and lose if one product, or version of it, took the place of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.disclosure.products import GroupRule, Product


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise: what there was and what there is, None for nothing."""

    part: str
    name: str
    before: str | None
    after: str | None


def differences(old: Product, new: Product) -> list[Difference]:
    """What is otherwise in `new`: groups, whether they are optional, rules, protection, selection, purposes, evidence.

    Texts alone change nothing for a customer, so they are not compared.
    """
    return [
        *_of("selection", {"": old.selection.value}, {"": new.selection.value}),
        *_of("protection", {"": old.protection.value}, {"": new.protection.value}),
        *_of("group", _groups(old), _groups(new)),
        *_of("rule", _rules(old), _rules(new)),
        *_of("purpose", _purposes(old), _purposes(new)),
        *_of("evidence", _evidence(old), _evidence(new)),
    ]


def _of(part: str, old: dict[str, str], new: dict[str, str]) -> Iterable[Difference]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Difference(part, name, old.get(name), new.get(name))


def _groups(product: Product) -> dict[str, str]:
    return {kind: "optional" if kind in product.optional_groups else "in" for kind in product.in_wire_order}


def _rules(product: Product) -> dict[str, str]:
    return {rule.group: in_words(rule) for rule in product.rules}


def _purposes(product: Product) -> dict[str, str]:
    return {purpose.code: purpose.title.en for purpose in product.purposes}


def _evidence(product: Product) -> dict[str, str]:
    return {one.code: f"for {', '.join(one.purposes)}" if one.purposes else "always" for one in product.evidence}


def in_words(rule: GroupRule) -> str:
    """A rule on one group, in English."""
    words = []
    if rule.under is not None:
        whose = "the person" if rule.of == "subject" else "the person mentioned"
        words.append(f"only while {whose} is under {rule.under}")
    if rule.in_force_only:
        words.append("only what is in force, and its ending")
    if rule.purposes:
        words.append(f"only for the purposes {', '.join(rule.purposes)}")
    return "; ".join(words)
