"""The outermost middleware: answers requests for public pages from the cache, stores and compresses them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from ioipm.page_cache.compression import compress_response
from ioipm.page_cache.keys import PageKey, has_only_declared, page_key
from ioipm.page_cache.shared import finish, share, shared_page, wait_for_other_process
from ioipm.page_cache.store import store, version_or_none
from ioipm.page_cache.stored_page import Answer, StoredPage, may_store
from pages.site_context import site_context

GetResponse = Callable[[HttpRequest], HttpResponse]


def answer_from_cache(environ: Mapping[str, Any]) -> Answer | None:
    """Return the response to the request if its page is in the memory of this process; else None."""
    if not settings.PAGE_CACHE or (key := page_key(environ)) is None or version_or_none() is None:
        return None
    page = store.get(key)
    return page.answer(environ) if page else None


class PageCacheMiddleware:
    """Send public pages compressed, from the cache if it holds them, and keep those that had to be rendered.

    A page is stored only if it was rendered for a request that had no other parameters than the declared ones. So no
    parameter that no page declares, and no header, can change what is stored.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = page_key(request.META) if settings.PAGE_CACHE else None
        version = version_or_none() if key else None
        if key is None or version is None:
            return self._compressed(request, self.get_response(request))
        if page := store.get(key):
            return _response(page.answer(request.META))
        with store.turn(key):
            page = store.get(key) or shared_page(key, version) or wait_for_other_process(key, version)
            if page:
                store.put(key, page)
                return _response(page.answer(request.META))
            try:
                return self._rendered(request, key, version)
            finally:
                finish(key, version)

    def _rendered(self, request: HttpRequest, key: PageKey, version: int) -> HttpResponse:
        """Return the response of the site, and store it. If the site fails, the last page at this address is sent."""
        is_plain = has_only_declared(request.META.get("QUERY_STRING", ""))
        if not is_plain and store.is_known(key):
            plain = WSGIRequest({**request.META, "QUERY_STRING": key.query})
            response = self.get_response(plain)
            if may_store(response):
                return self._stored(plain, response, key, version)
        response = self.get_response(request)
        last = store.last(key)
        if response.status_code >= 500 and last and last.may_replace_error(version):
            last.keep_through_outage()
            return _response(last.answer(request.META))
        if not may_store(response):
            return self._compressed(request, response)
        if is_plain and request.method == "GET":
            return self._stored(request, response, key, version)
        store.remember(key)
        return self._compressed(request, response)

    def _stored(self, request: HttpRequest, response: HttpResponse, key: PageKey, version: int) -> HttpResponse:
        page = _page(request, response, version)
        store.put(key, page)
        share(key, page)
        return _apply(page.answer(request.META), response)

    def _compressed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return a response that is not stored, compressed if it holds nothing personal."""
        if may_store(response):
            return _apply(_page(request, response, 0).answer(request.META), response)
        if response.status_code == 404 and "Cookie" not in response.get("Vary", "") and not response.cookies:
            compress_response(response, request.META.get("HTTP_ACCEPT_ENCODING", ""))
        return response


def _page(request: HttpRequest, response: HttpResponse, version: int) -> StoredPage:
    change = site_context(request).next_change
    return StoredPage(response, version, change.timestamp() if change else None)


def _response(answer: Answer) -> HttpResponse:
    return _apply(answer, HttpResponse())


def _apply(answer: Answer, response: HttpResponse) -> HttpResponse:
    """Change the response so that it says what the answer says, and return it."""
    status, headers, body = answer
    response.status_code, response.content = status, body
    for name, value in headers:
        response[name] = value
    if status == 304:
        del response["Content-Type"], response["Content-Length"]
    return response
