"""The ledger's row, committed before the answer is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import BigInteger, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.competitors.fastapi_app.accounts import Caller
from benchmarks.competitors.fastapi_app.database import ChangeMention, Ledger, Mention


@dataclass(slots=True)
class Told:
    """What one answer holds. `sources` are the persons or the changes whose groups may mention somebody."""

    operation: str
    read_key: int
    since_key: int | None = None
    subjects: list[int] = field(default_factory=list)
    censored: set[int] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    sources: list[int] = field(default_factory=list)


async def write(opened: AsyncSession, called: Caller, told: Told, mentions: type[Mention | ChangeMention]) -> None:
    """Insert the row and commit."""
    permit, product = called.permit, called.product
    mentioned: list[int] = []
    if mentioning := product.mentioning & told.kinds:
        source = mentions.person_id if mentions is Mention else mentions.change_key
        mentioned = list(
            await opened.scalars(
                select(mentions.other_id)
                .where(source == any_(literal(told.sources, ARRAY(BigInteger))), mentions.kind.in_(mentioning))
                .distinct()
            )
        )
    opened.add(
        Ledger(
            permit_id=permit.id,
            permit_version=permit.version,
            holder=permit.holder,
            product=permit.product,
            product_version=permit.product_version,
            channel="direct",
            address=called.address,
            request_id=called.request_id,
            operation=told.operation,
            since_key=told.since_key,
            read_key=told.read_key,
            subjects=list(dict.fromkeys(told.subjects)),
            mentioned=mentioned,
            censored=sorted(told.censored),
            groups=sorted(told.kinds),
            censored_groups=sorted(product.censored) if told.censored else [],
        )
    )
    await opened.commit()
