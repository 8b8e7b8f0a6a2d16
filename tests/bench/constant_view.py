"""A Django site with one view that returns constant bytes, and no middleware: what the framework itself costs.

It is served as the site is served. The environment variable BODY names the file with the bytes.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ["BODY"]).read_bytes()

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def constant(request: HttpRequest) -> HttpResponse:
    """Return the same bytes for each request."""
    return HttpResponse(BODY)


urlpatterns = [path("", constant)]
application = get_wsgi_application()
