"""Django's settings. What differs between installations comes from the environment, through `configuration`."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from vaki.web.configuration import Configuration, database_settings

VAKI = Configuration.read(os.environ)
ROOM = Path(__file__).parent

SECRET_KEY = VAKI.secret_key
# Never Django's own error pages: they print local variables, and those may be somebody's address.
DEBUG = False
ALLOWED_HOSTS = list(VAKI.hosts)

# The server sets the log up; Django adds no handlers of its own.
LOGGING_CONFIG = None

ROOT_URLCONF = "vaki.web.urls"
ASGI_APPLICATION = "vaki.web.asgi.application"
DATABASES = {"default": database_settings(VAKI.owner_url or VAKI.site_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "vaki.register.apps.RegisterConfig",
    "vaki.disclosure.apps.DisclosureConfig",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "vaki.web.apps.WebConfig",
]

# The headers that every answer carries, a machine's too, come from `listener`.
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "vaki.web.language.LanguageChoiceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOM / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": ["vaki.web.templatetags.words", "django.templatetags.static"],
            "context_processors": ["vaki.web.page.page"],
        },
    },
]

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "vaki-kieli"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
FORMAT_MODULE_PATH = ["vaki.web.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOM / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "vaki.web.assets.VersionedStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
CSRF_COOKIE_NAME = "vaki-csrf"
CSRF_FAILURE_VIEW = "vaki.web.pages.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
# The sandbox speaks plain HTTP on loopback; anywhere else TLS ends in front of the service.
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not VAKI.sandbox
