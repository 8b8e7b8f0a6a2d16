"""The pages in the memory of this process."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error

from ioipm.page_cache.keys import PageKey
from ioipm.page_cache.stored_page import StoredPage
from pages.site_version import current_version, is_database_silent

MOST_BYTES = 64 * 1024 * 1024
MOST_BYTES_OF_A_PAGE = 2 * 1024 * 1024
MOST_KNOWN = 10_000
SECONDS_TO_WAIT = 10.0  # for another thread that renders the same page


class PageStore:
    """The stored pages of a process. A page is returned only if it belongs to the current version of the site."""

    def __init__(self) -> None:
        self._pages: OrderedDict[PageKey, StoredPage] = OrderedDict()
        self._size = 0
        self._known: set[PageKey] = set()
        self._lock = threading.Lock()
        self._in_work: dict[PageKey, threading.Event] = {}

    def get(self, key: PageKey) -> StoredPage | None:
        """Return the page if it is right, or as far as is known while the database is away; else None."""
        page, version = self._pages.get(key), current_version()
        if page is None or not (page.is_right(version) or (is_database_silent() and page.may_replace_error(version))):
            return None
        with suppress(KeyError):  # another thread may have just removed it, to make room
            self._pages.move_to_end(key)
        return page

    def last(self, key: PageKey) -> StoredPage | None:
        """Return the page that was stored last, also if it is not right any more."""
        return self._pages.get(key)

    def put(self, key: PageKey, page: StoredPage) -> None:
        """Keep the page. The pages that were not used for the longest time make room."""
        if page.size > MOST_BYTES_OF_A_PAGE:
            return
        self.remember(key)
        with self._lock:
            previous = self._pages.pop(key, None)
            page.date_like(previous)
            self._size += page.size - (previous.size if previous else 0)
            self._pages[key] = page
            while self._size > MOST_BYTES:
                self._size -= self._pages.popitem(last=False)[1].size

    def remember(self, key: PageKey) -> None:
        """Remember that there is a page with this key, though it is not stored yet."""
        if len(self._known) >= MOST_KNOWN:
            self._known = set()
        self._known.add(key)

    def is_known(self, key: PageKey) -> bool:
        """Return whether there was a page with this key."""
        return key in self._known

    def clear(self) -> None:
        """Remove all pages."""
        with self._lock:
            self._pages.clear()
            self._known, self._size = set(), 0

    @contextmanager
    def turn(self, key: PageKey) -> Iterator[None]:
        """Let one thread render the page, while the others wait for it.

        A thread that has waited in vain, because the response is not stored or takes too long, renders the page itself.
        """
        event = threading.Event()
        first = self._in_work.setdefault(key, event)
        if first is not event:
            first.wait(SECONDS_TO_WAIT)
            yield
            return
        try:
            yield
        finally:
            del self._in_work[key]
            event.set()


store = PageStore()


def version_or_none() -> int | None:
    """Return the version of the site; None if it is not known, because the database has not answered yet."""
    try:
        return current_version()
    except Error:
        return None
