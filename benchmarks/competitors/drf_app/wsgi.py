"""The application that the server loads."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.competitors.drf_app.settings"  # whatever the bench was started with
application = get_wsgi_application()

from benchmarks.competitors.drf_app import urls  # noqa: E402, F401 -- views are loaded before the first request

gc.collect()
gc.freeze()
gc.set_threshold(100_000, 50, 50)  # an answer of a thousand persons is 200 000 objects and no cycle
