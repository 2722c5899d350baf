"""What the deployment has decided about calls, read from the environment at each start of a process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from vaki.disclosure.errors import DeploymentMalformed

DIRECT_VARIABLE = "VAKI_DIRECT_ACCESS"
QUOTA_VARIABLE = "VAKI_QUOTA"
DEFAULT_QUOTA = 36_000
_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Deployment:
    """`direct_access`: whether permits may be used without the X-Road; one with an exemption always may.

    `quota`: calls in an hour of a permit that says nothing else of it.
    """

    direct_access: bool = False
    quota: int = DEFAULT_QUOTA


@cache
def deployment() -> Deployment:
    """Of this process; raises DeploymentMalformed naming the setting."""
    direct = os.environ.get(DIRECT_VARIABLE, "").strip().lower()
    if direct and direct not in _WORDS:
        raise DeploymentMalformed(f"{DIRECT_VARIABLE} must be true or false.")
    quota = os.environ.get(QUOTA_VARIABLE, "").strip()
    if quota and not (quota.isascii() and quota.isdigit() and int(quota) > 0):
        raise DeploymentMalformed(f"{QUOTA_VARIABLE} must be a whole number of at least 1.")
    return Deployment(_WORDS.get(direct, False), int(quota or DEFAULT_QUOTA))
