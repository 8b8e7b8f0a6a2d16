"""Pages in the cache that processes and machines share (`CACHE_URL`). Without one, nothing here does anything.

If Redis does not answer, `ioipm.cache` behaves like an empty cache, and each process renders its pages itself.
"""

import time
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from ioipm.page_cache.keys import PageKey
from ioipm.page_cache.release import release
from ioipm.page_cache.stored_page import MOST_SECONDS_STORED, StoredPage

MOST_BYTES_OF_A_PAGE = 2 * 1024 * 1024
SECONDS_TO_WAIT = 2
SECONDS_BETWEEN_LOOKS = 0.02


def shared_page(key: PageKey, version: int) -> StoredPage | None:
    """Return the page that another process has rendered, if it is right at this moment."""
    page = cache.get(_name(key, version)) if settings.PAGE_CACHE_IS_SHARED else None
    return page if isinstance(page, StoredPage) and page.is_right(version) else None


def share(key: PageKey, page: StoredPage) -> None:
    """Let other processes use the page."""
    if settings.PAGE_CACHE_IS_SHARED and page.version > 0 and page.size <= MOST_BYTES_OF_A_PAGE:
        cache.set(_name(key, page.version), page, MOST_SECONDS_STORED)


def wait_for_other_process(key: PageKey, version: int) -> StoredPage | None:
    """Return the page that another process is rendering; None if this process must render it."""
    if not settings.PAGE_CACHE_IS_SHARED or cache.add(_lock(key, version), "rendering", SECONDS_TO_WAIT):
        return None
    end = time.monotonic() + SECONDS_TO_WAIT
    while cache.get(_lock(key, version)) and time.monotonic() < end:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return shared_page(key, version)


def finish(key: PageKey, version: int) -> None:
    """Let other processes go on that wait for this page."""
    if settings.PAGE_CACHE_IS_SHARED:
        cache.delete(_lock(key, version))


def _name(key: PageKey, version: int) -> str:
    return f"page:{release()}:{version}:{sha256(str(key).encode()).hexdigest()}"


def _lock(key: PageKey, version: int) -> str:
    return f"{_name(key, version)}:lock"
