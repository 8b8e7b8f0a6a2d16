"""Answer requests for stored pages before Django sees them, which saves most of the time of such a request."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from ioipm.page_cache.middleware import answer_from_cache

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]
STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def serve_stored_pages(application: Application) -> Application:
    """Return a WSGI application that answers from the page cache, and otherwise calls the given one."""

    def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        found = answer_from_cache(environ)
        if found is None:
            return application(environ, start_response)
        status, headers, body = found
        start_response(STATUS_LINES[status], headers)
        return [body]

    return answer
