"""Who calls: HTTP Basic against the credential and the permit of this moment."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from benchmarks.competitors import rules
from benchmarks.competitors.drf_app.models import Credential, GroupKind, Permit, Product


@cache
def products() -> dict[str, rules.Product]:
    """Products are configuration: read once."""
    kinds = list(GroupKind.objects.all())
    places = {kind.name: kind.place for kind in kinds}
    hidden = {kind.name: kind.hidden_members for kind in kinds}
    sets = ("groups", "censored", "touching", "never_bare", "mentioning")
    return {
        row.name: rules.Product.of(row.name, places, hidden, **{which: getattr(row, which) for which in sets})
        for row in Product.objects.all()
    }


@dataclass(frozen=True, slots=True)
class Caller:
    permit: Permit
    product: rules.Product
    address: str | None
    request_id: str
    is_authenticated: bool = True

    @property
    def entitled(self) -> bool:
        """Whether protected persons' data is told whole."""
        return self.permit.protected == "all"


class PermitAuthentication(BasicAuthentication):
    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> tuple[Caller, None]:
        """Raises AuthenticationFailed and PermissionDenied."""
        found = Credential.objects.select_related("permit").filter(user_name=userid, revoked=None).first()
        hashed = hashlib.sha256(password.encode()).digest()
        if not hmac.compare_digest(hashed, bytes(32) if found is None else bytes(found.hash)) or found is None:
            raise AuthenticationFailed
        permit, today = found.permit, timezone.now().date()
        if permit.valid_from > today or (permit.valid_until is not None and permit.valid_until < today):
            raise PermissionDenied
        return Caller(permit, products()[permit.product], request.META.get("REMOTE_ADDR"), str(uuid.uuid4())), None
