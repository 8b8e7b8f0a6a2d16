"""Answer 400 in the admin if Wagtail's code cannot handle what was sent, such as a form without its fields."""

import logging
from collections.abc import Callable
from types import TracebackType

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ioipm.paths import is_admin

logger = logging.getLogger(__name__)

OUR_PACKAGES = ("forms", "home", "ioipm", "pages", "search")
# What Python raises if data is missing or is not what the code expects.
ERRORS_OF_DATA = (AttributeError, LookupError, TypeError, ValueError)


class OddRequestsMiddleware:
    """Turn an error that the data of a request caused in Wagtail's code into 400.

    Wagtail expects the requests that its own pages send. An error in our own code stays an error of the server (500).
    Both are logged with the places in the code, so that a real fault of Wagtail is found too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_admin(request) or not isinstance(exception, ERRORS_OF_DATA):
            return None
        if is_in_our_code(exception.__traceback__):
            return None
        logger.error("Wagtail cannot handle this request: %s %s", request.method, request.path, exc_info=exception)
        return render(request, "wagtailadmin/odd_request.html", status=400)


def is_in_our_code(traceback: TracebackType | None) -> bool:
    """Return whether the error passed through a function of our own packages."""
    folders = tuple(str(settings.BASE_DIR / name) + "/" for name in OUR_PACKAGES)
    while traceback:
        if traceback.tb_frame.f_code.co_filename.startswith(folders):
            return True
        traceback = traceback.tb_next
    return False
