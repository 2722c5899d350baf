"""The engine, from what the process was told, and the tables of both variants."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

import asyncpg
import orjson
from sqlalchemy import BigInteger, Identity, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CAREFUL = os.environ["RIVAL_CAREFUL"] == "1"
VARIANT = os.environ["RIVAL_VARIANT"]


async def _connect() -> asyncpg.Connection[Any]:
    settings = {"search_path": os.environ["RIVAL_SCHEMA"], "timezone": "UTC"}
    return await asyncpg.connect(os.environ["RIVAL_URL"], server_settings=settings)


engine = create_async_engine(
    "postgresql+asyncpg://",
    async_creator=_connect,
    pool_size=int(os.environ["RIVAL_POOL"]),
    max_overflow=0,
    json_deserializer=orjson.loads,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def session() -> AsyncIterator[AsyncSession]:
    """One session a request."""
    async with sessions() as opened:
        yield opened


class Base(DeclarativeBase):
    type_annotation_map = {str: Text, int: BigInteger, list[str]: ARRAY(Text), list[int]: ARRAY(BigInteger)}  # noqa: RUF012 -- as SQLAlchemy documents it


class Permit(Base):
    __tablename__ = "permit"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    holder: Mapped[str]
    product: Mapped[str]
    product_version: Mapped[int]
    protected: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class Credential(Base):
    __tablename__ = "credential"
    user_name: Mapped[str] = mapped_column(primary_key=True)
    permit_id: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    revoked: Mapped[datetime | None]


class Product(Base):
    __tablename__ = "product"
    name: Mapped[str] = mapped_column(primary_key=True)
    groups: Mapped[list[str]]
    censored: Mapped[list[str]]
    touching: Mapped[list[str]]
    never_bare: Mapped[list[str]]
    mentioning: Mapped[list[str]]


class GroupKind(Base):
    __tablename__ = "group_kind"
    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    hidden_members: Mapped[list[str]]


class IdentityCode(Base):
    __tablename__ = "identity_code"
    code: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    active: Mapped[bool]


class Mention(Base):
    __tablename__ = "mention"
    person_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)


class ChangeMention(Base):
    __tablename__ = "change_mention"
    change_key: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)


class Ledger(Base):
    __tablename__ = "ledger"
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    made: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    permit_id: Mapped[int]
    permit_version: Mapped[int]
    holder: Mapped[str]
    product: Mapped[str]
    product_version: Mapped[int]
    channel: Mapped[str]
    address: Mapped[str | None]
    client: Mapped[str | None]
    end_user: Mapped[str | None]
    request_id: Mapped[str | None]
    operation: Mapped[str]
    since_key: Mapped[int | None]
    read_key: Mapped[int]
    subjects: Mapped[list[int]]
    mentioned: Mapped[list[int]]
    censored: Mapped[list[int]]
    groups: Mapped[list[str]]
    censored_groups: Mapped[list[str]]
