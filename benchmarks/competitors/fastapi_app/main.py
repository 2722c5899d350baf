"""The two operations."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from benchmarks.competitors.fastapi_app.accounts import Called, Session
from benchmarks.competitors.fastapi_app.database import (
    CAREFUL,
    VARIANT,
    ChangeMention,
    GroupKind,
    IdentityCode,
    Mention,
    engine,
    sessions,
)
from benchmarks.competitors.fastapi_app.database import Product as ProductRow
from benchmarks.competitors.fastapi_app.ledger import Told, write
from benchmarks.competitors.fastapi_app.schemas import (
    Muutokset,
    Muutos,
    Muutoskysely,
    Perustiedot,
    Perustietokysely,
)
from benchmarks.competitors.rules import KIND, PAGE_ITEMS, Product, wire_time

if VARIANT == "rows":
    from benchmarks.competitors.fastapi_app import rows as variant
else:
    from benchmarks.competitors.fastapi_app import jsonb as variant

Person, Change = variant.Person, variant.Change
_HEAD = select(func.max(Change.key)).scalar_subquery().label("head")
_PERSONS = (
    select(IdentityCode.code, Person, _HEAD)
    .join(Person, Person.id == IdentityCode.person_id)
    .options(*variant.PERSON_OPTIONS)
)
_CHANGES = (
    select(Change, Person.protected.label("is_protected"), _HEAD)
    .join(Person, Person.id == Change.person_id)
    .order_by(Change.key)
    .limit(PAGE_ITEMS + 1)
    .options(*variant.CHANGE_OPTIONS)
)


class OrjsonRequest(Request):
    async def json(self) -> Any:
        return orjson.loads(await self.body())


class OrjsonRoute(APIRoute):
    """Reads bodies with orjson, as FastAPI's documentation shows."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(OrjsonRequest(request.scope, request.receive))

        return handle


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Products are configuration: read once."""
    async with sessions() as opened:
        kinds = (await opened.scalars(select(GroupKind))).all()
        places = {kind.name: kind.place for kind in kinds}
        hidden = {kind.name: kind.hidden_members for kind in kinds}
        app.state.products = {
            row.name: Product.of(
                row.name,
                places,
                hidden,
                groups=row.groups,
                censored=row.censored,
                touching=row.touching,
                never_bare=row.never_bare,
                mentioning=row.mentioning,
            )
            for row in await opened.scalars(select(ProductRow))
        }
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # an answer of a thousand persons is 200 000 objects and no cycle
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
app.router.route_class = OrjsonRoute


@app.get("/health/ready")
async def ready() -> None:
    """Products have been read, so the database answers."""


@app.post("/api/v1/perustiedot", response_model_exclude_none=True)
async def base_data(asked: Perustietokysely, called: Called, opened: Session) -> Perustiedot[variant.Item]:
    """Persons by code, in the order given."""
    wanted = literal(asked.hetulista, ARRAY(Text))
    found = (await opened.execute(_PERSONS.where(IdentityCode.code == any_(wanted)))).all()
    told = Told("base_data", found[0].head if found else 0)
    made = {}
    for code, person, _ in found:
        protected = CAREFUL and person.protected and not called.entitled
        made[code] = item = variant.item(code, person, called.product, protected=protected)
        if CAREFUL:
            told.subjects.append(person.id)
            told.kinds.update(variant.kinds(item))
            if protected:
                told.censored.add(person.id)
    if CAREFUL:
        told.sources = told.subjects
        await write(opened, called, told, Mention)
    return Perustiedot[variant.Item](
        perustiedot=[made[code] for code in dict.fromkeys(asked.hetulista) if code in made]
    )


@app.post("/api/v1/muutokset")
async def changes(asked: Muutoskysely, called: Called, opened: Session) -> Muutokset:
    """Changes after a key of the persons of these codes, a page at a time."""
    since = asked.viimeisinKirjausavain
    wanted = func.unnest(literal(asked.hetulista, ARRAY(Text))).column_valued("wanted")
    own = select(IdentityCode.person_id).where(IdentityCode.code.in_(select(wanted)))
    found = (await opened.execute(_CHANGES.where(Change.key > since, Change.person_id.in_(own)))).all()
    page, waits = found[:PAGE_ITEMS], len(found) > PAGE_ITEMS
    told = Told("changes", found[0].head if found else since, since)
    items = []
    for change, is_protected, _ in page:
        protected = CAREFUL and (is_protected or change.protected) and not called.entitled
        groups, withheld = variant.groups_of(change)
        chosen = called.product.change_groups(
            groups,
            withheld if CAREFUL and not called.entitled else (),
            protected=protected,
            found_by_place=change.found_by_place,
            touches_place=change.touches_place,
        )
        if not chosen:
            continue
        items.append(Muutos(henkilotunnus=change.code, tietoryhmat=chosen, muutospv=wire_time(change.time)))
        if CAREFUL:
            told.subjects.append(change.person_id)
            told.sources.append(change.key)
            told.kinds.update(group[KIND] for group in chosen)
            if protected:
                told.censored.add(change.person_id)
    if CAREFUL:
        await write(opened, called, told, ChangeMention)
    key = page[-1].Change.key if waits else told.read_key
    return Muutokset(viimeisinKirjausavain=key, muutokset=items, ajanTasalla=not waits)
