"""Who calls: HTTP Basic against the credential and the permit of this moment."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.competitors.fastapi_app.database import Credential, Permit, session
from benchmarks.competitors.rules import Product

Session = Annotated[AsyncSession, Depends(session)]
_CALLERS = select(Credential.hash, Permit).join(Permit, Permit.id == Credential.permit_id)


@dataclass(frozen=True, slots=True)
class Caller:
    permit: Permit
    product: Product
    address: str | None
    request_id: str

    @property
    def entitled(self) -> bool:
        """Whether protected persons' data is told whole."""
        return self.permit.protected == "all"


async def caller(
    request: Request, given: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())], opened: Session
) -> Caller:
    """Raises HTTPException 401 and 403."""
    found = (
        await opened.execute(_CALLERS.where(Credential.user_name == given.username, Credential.revoked.is_(None)))
    ).one_or_none()
    hashed = hashlib.sha256(given.password.encode()).digest()
    if not hmac.compare_digest(hashed, bytes(32) if found is None else found.hash) or found is None:
        raise HTTPException(401)
    permit: Permit = found.Permit
    today = datetime.now(UTC).date()
    if permit.valid_from > today or (permit.valid_until is not None and permit.valid_until < today):
        raise HTTPException(403)
    address = request.client.host if request.client else None
    return Caller(permit, request.app.state.products[permit.product], address, str(uuid.uuid4()))


Called = Annotated[Caller, Depends(caller)]
