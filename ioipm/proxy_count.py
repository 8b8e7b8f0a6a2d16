"""Notice that `TRUSTED_PROXIES` is not the number of proxies that requests pass.

With one proxy too few, all visitors have the address of a proxy, and one visitor's wrong passwords lock an account for
everyone. With one too many, a visitor can choose an address. Each proxy adds one entry to `X-Forwarded-For`, and single
visitors may forge entries. So what nearly all of the last requests have in common is compared with the setting.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ioipm.visitors import forwarded_addresses

logger = logging.getLogger(__name__)

REQUESTS = 100  # that one process counts before it decides
NEARLY_ALL = 0.95
HEALTH_CHECK = "/healthz"  # comes from the machine itself or from the load balancer

TOO_FEW = (
    "Requests pass more proxies than TRUSTED_PROXIES says ({configured}): {share} of {total} have {found} entries in "
    "X-Forwarded-For. All visitors seem to have the same address. Set TRUSTED_PROXIES={found}."
)
TOO_MANY = (
    "Requests pass fewer proxies than TRUSTED_PROXIES says ({configured}): {share} of {total} have {found} entries in "
    "X-Forwarded-For. Visitors can forge their address. Set TRUSTED_PROXIES={found}."
)
NOT_SET = (
    "A proxy is in front of the site, but BEHIND_TLS_PROXY is not set: {share} of {total} requests have {found} "
    "entries in X-Forwarded-For. All visitors seem to have the same address. Set BEHIND_TLS_PROXY=true and "
    "TRUSTED_PROXIES={found}."
)
NO_HEADER = (
    "BEHIND_TLS_PROXY is set, but {share} of {total} requests have no X-Forwarded-For. All visitors seem to have the "
    "same address. Let the proxy set the header."
)


class ProxyCountMiddleware:
    """Count the entries of `X-Forwarded-For`; after each `REQUESTS` requests, log and save what is wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._counts: Counter[int] = Counter()
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != HEALTH_CHECK:
            self._count(len(forwarded_addresses(request)))
        return self.get_response(request)

    def _count(self, entries: int) -> None:
        with self._lock:
            self._counts[entries] += 1
            if self._counts.total() < REQUESTS:
                return
            counts, self._counts = self._counts, Counter()
        problem = wrong_count(counts, settings.TRUSTED_PROXIES)
        if problem:
            logger.warning(problem)
        _save(problem)


def wrong_count(counts: Counter[int], configured: int) -> str:
    """Return a sentence if the requests contradict the setting, else "". `counts` has the requests by their entries.

    More entries than proxies may be forged, but not in nearly all requests. Then the lowest number among them is the
    number of proxies.
    """
    total = counts.total()
    longer = Counter({entries: number for entries, number in counts.items() if entries > configured})
    shorter = Counter({entries: number for entries, number in counts.items() if entries < configured})
    if longer.total() >= NEARLY_ALL * total:
        text = TOO_FEW if configured else NOT_SET
        found, share = min(longer, key=lambda entries: (-longer[entries], entries)), longer.total()
    elif shorter.total() >= NEARLY_ALL * total:
        found, share = max(shorter, key=lambda entries: shorter[entries]), shorter.total()
        text = TOO_MANY if found else NO_HEADER
    else:
        return ""
    return text.format(configured=configured, found=found, share=share, total=total)


def saved_problem() -> str:
    """Return what the server process that decided last found wrong, or ""."""
    try:
        return _file().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _save(problem: str) -> None:
    try:
        if problem == saved_problem():
            return
        with TemporaryDirectory(dir=settings.VAR_DIR, prefix="proxies-") as folder:
            new_file = Path(folder) / "problem"
            new_file.write_text(problem, encoding="utf-8")
            new_file.replace(_file())
    except OSError:
        logger.exception("What is wrong with TRUSTED_PROXIES could not be saved for `check_proxies`")


def _file() -> Path:
    return Path(settings.VAR_DIR) / "proxies.txt"
