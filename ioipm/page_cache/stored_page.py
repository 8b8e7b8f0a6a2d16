"""A public page as the cache keeps it: its body in each encoding, its headers, and for how long it is right."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date_safe

from ioipm.page_cache.compression import IDENTITY, chosen_encoding, compress, is_compressible

MOST_SECONDS_STORED = 60  # after which a page is rendered again, even if nothing seems to have changed
MOST_SECONDS_WITHOUT_DATABASE = 60 * 60
SECONDS_UNTIL_RETRY = 5
# A page that is replaced within this time sends no Last-Modified: the date of its successor could be the same.
SECONDS_UNTIL_DATED = 2
COMPUTED_HEADERS = {"cache-control", "content-length", "date", "etag", "last-modified", "vary"}

Answer = tuple[int, list[tuple[str, str]], bytes]  # status, headers, body


class StoredPage:
    """A rendered page. `version` is that of the site, read before the page was rendered."""

    def __init__(self, response: HttpResponse, version: int, changes_at: float | None) -> None:
        now = timezone.now().timestamp()
        self.version = version
        self.digest = sha256(response.content).hexdigest()[:32]
        self.headers = [item for item in response.items() if item[0].lower() not in COMPUTED_HEADERS]
        self.cache_control = response["Cache-Control"]
        self.changes_at = changes_at or float("inf")
        self.rendered_at = self.modified_at = now
        self.expires_at = min(now + MOST_SECONDS_STORED, self.changes_at)
        self.is_compressible = is_compressible(response.get("Content-Type", ""), len(response.content))
        self._bodies = {IDENTITY: response.content}

    @property
    def size(self) -> int:
        """The bytes of memory that the page needs, with its compressed bodies."""
        return 2 * len(self._bodies[IDENTITY])

    def is_right(self, version: int) -> bool:
        """Return whether the page shows what the site says at this moment."""
        return self.version == version and timezone.now().timestamp() < self.expires_at

    def may_replace_error(self, version: int) -> bool:
        """Return whether the page may be sent if it cannot be rendered again: nothing on it has changed."""
        now = timezone.now().timestamp()
        return self.version == version and now < min(self.changes_at, self.rendered_at + MOST_SECONDS_WITHOUT_DATABASE)

    def keep_through_outage(self) -> None:
        """Let the page be sent for some seconds, until it is tried again to render it."""
        self.expires_at = min(timezone.now().timestamp() + SECONDS_UNTIL_RETRY, self.changes_at)

    def date_like(self, previous: "StoredPage | None") -> None:
        """Keep the date of the previous page at this address if its content was the same."""
        if previous and previous.digest == self.digest:
            self.modified_at = previous.modified_at

    def answer(self, environ: Mapping[str, Any]) -> Answer:
        """Return the response to a GET or HEAD request: 200, or 304 if the client has this page already."""
        encoding = chosen_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressible else IDENTITY
        etag = f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'
        now = timezone.now().timestamp()
        headers = [("ETag", etag), ("Cache-Control", self._cache_control(now))]
        if self.is_compressible:
            headers.append(("Vary", "Accept-Encoding"))
        if now - self.modified_at >= SECONDS_UNTIL_DATED:
            headers.append(("Last-Modified", http_date(self.modified_at)))
        if self._is_known(environ, etag, now):
            return 304, headers, b""
        body = self.body(encoding)
        headers += self.headers
        if encoding:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        return 200, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body

    def body(self, encoding: str) -> bytes:
        """Return the body in this encoding, and keep it."""
        if encoding not in self._bodies:
            self._bodies[encoding] = compress(self._bodies[IDENTITY], encoding)
        return self._bodies[encoding]

    def _cache_control(self, now: float) -> str:
        """Return the header for shared caches, which may not store the page longer than it is right."""
        seconds = int(min(settings.SECONDS_IN_SHARED_CACHES, max(0, self.changes_at - now)))
        return self.cache_control.rpartition("s-maxage=")[0] + f"s-maxage={seconds}"

    def _is_known(self, environ: Mapping[str, Any], etag: str, now: float) -> bool:
        """Return whether the client's copy is this page (RFC 9110, section 13.1; If-None-Match has priority)."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None:
            return known.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since or now - self.modified_at < SECONDS_UNTIL_DATED:
            return False
        date = parse_http_date_safe(since)
        return date is not None and int(self.modified_at) <= date


def may_store(response: HttpResponse) -> bool:
    """Return whether the response is the same for everyone, so that it may be stored."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Vary" not in response
        and response.get("Cache-Control", "").startswith("public, max-age=0, s-maxage=")
        and "Content-Encoding" not in response
    )
