"""Settings from what the process was told."""

from __future__ import annotations

import os
import secrets

from psycopg.conninfo import conninfo_to_dict

_at = conninfo_to_dict(os.environ["RIVAL_URL"])
_pool = int(os.environ["RIVAL_POOL"])

CAREFUL = os.environ["RIVAL_CAREFUL"] == "1"
VARIANT = os.environ["RIVAL_VARIANT"]

SECRET_KEY = secrets.token_urlsafe(32)
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["rest_framework", "benchmarks.competitors.drf_app"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.competitors.drf_app.urls"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _at.get("dbname"),
        "USER": _at.get("user"),
        "PASSWORD": _at.get("password"),
        "HOST": _at.get("host"),
        "PORT": _at.get("port"),
        "OPTIONS": {
            "pool": {"min_size": _pool, "max_size": _pool},
            "options": f"-c search_path={os.environ['RIVAL_SCHEMA']}",
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["benchmarks.competitors.drf_app.accounts.PermitAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["benchmarks.competitors.drf_app.json.OrjsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["benchmarks.competitors.drf_app.json.OrjsonRenderer"],
    "UNAUTHENTICATED_USER": None,
}
