"""Tell the proxy in front of the site that pages have changed (`PURGE_URL`)."""

import logging
import threading
from typing import Any

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import get_backends

logger = logging.getLogger(__name__)


class Purger:
    """Sends one PURGE request for `/` in a thread of its own, on which the proxy discards all pages of the site.

    Nobody waits for the proxy. Changes during a request lead to one more request after it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_running = False
        self._is_due = False

    def request(self, **kwargs: Any) -> None:
        """Purge now, or again after the purge that is running. Receives `site_changed`."""
        if not settings.WAGTAILFRONTENDCACHE:
            return
        with self._lock:
            self._is_due = True
            if self._is_running:
                return
            self._is_running = True
        threading.Thread(target=self._run, name="purge").start()

    def _run(self) -> None:
        while self._take():
            try:
                for backend in get_backends().values():
                    backend.purge(f"{settings.BASE_URL}/")
            except Exception:
                # The change itself has succeeded. The proxy shows the old pages until its copies expire.
                logger.exception("The proxy could not be told that pages have changed")

    def _take(self) -> bool:
        with self._lock:
            self._is_running, self._is_due = self._is_due, False
            return self._is_running


purger = Purger()
