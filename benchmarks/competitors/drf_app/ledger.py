"""The ledger's row, committed before the answer is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from benchmarks.competitors.drf_app.accounts import Caller
from benchmarks.competitors.drf_app.models import ChangeMention, Ledger, Mention


@dataclass(slots=True)
class Told:
    """What one answer holds."""

    operation: str
    read_key: int
    since_key: int | None = None
    subjects: list[int] = field(default_factory=list)
    censored: set[int] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def mentioned(of: Collection[int], told: Told, caller: Caller, mentions: type[Mention | ChangeMention]) -> list[int]:
    """Persons whom the told groups of these persons or changes mention."""
    mentioning = caller.product.mentioning & told.kinds
    if not mentioning:
        return []
    source = "person_id__in" if mentions is Mention else "change_key__in"
    found = mentions.objects.filter(**{source: list(of)}, kind__in=mentioning)
    return list(found.values_list("other_id", flat=True).distinct())


def write(caller: Caller, told: Told, others: list[int]) -> None:
    """Insert the row, which commits it."""
    permit, product = caller.permit, caller.product
    Ledger.objects.create(
        permit_id=permit.id,
        permit_version=permit.version,
        holder=permit.holder,
        product=permit.product,
        product_version=permit.product_version,
        channel="direct",
        address=caller.address,
        request_id=caller.request_id,
        operation=told.operation,
        since_key=told.since_key,
        read_key=told.read_key,
        subjects=list(dict.fromkeys(told.subjects)),
        mentioned=others,
        censored=sorted(told.censored),
        groups=sorted(told.kinds),
        censored_groups=sorted(product.censored) if told.censored else [],
    )
