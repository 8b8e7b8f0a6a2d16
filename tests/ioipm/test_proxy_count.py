"""A wrong number of proxies is logged and found by `manage.py check_proxies`."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse

from ioipm.proxy_count import REQUESTS, ProxyCountMiddleware, wrong_count


@pytest.mark.parametrize(
    ("configured", "counts", "sentence"),
    [
        (1, {1: 100}, ""),
        (1, {1: 90, 2: 8, 9: 2}, ""),  # forged entries, and proxies of visitors
        (1, {2: 97, 5: 3}, "Set TRUSTED_PROXIES=2."),
        (1, {1: 4, 2: 96}, "Set TRUSTED_PROXIES=2."),
        (1, {3: 100}, "Set TRUSTED_PROXIES=3."),
        (2, {2: 100}, ""),
        (2, {1: 96, 2: 4}, "Set TRUSTED_PROXIES=1."),
        (2, {1: 50, 2: 50}, ""),
        (0, {0: 100}, ""),
        (0, {0: 90, 1: 10}, ""),
        (0, {1: 100}, "Set BEHIND_TLS_PROXY=true and TRUSTED_PROXIES=1."),
        (1, {0: 100}, "Let the proxy set the header."),
    ],
)
def test_what_nearly_all_requests_have_in_common_decides(configured, counts, sentence):
    problem = wrong_count(Counter(counts), configured)
    assert problem.endswith(sentence) if sentence else problem == ""


@pytest.fixture
def send(rf):
    """Return a function that lets requests with so many entries pass the middleware."""
    middleware = ProxyCountMiddleware(lambda request: HttpResponse())

    def requests(entries, number=REQUESTS, address="/"):
        for _number in range(number):
            middleware(rf.get(address, HTTP_X_FORWARDED_FOR=", ".join(["203.0.113.5"] * entries)))

    return requests


def test_one_proxy_too_few_is_logged_and_found_by_the_check(settings, send, caplog):
    settings.TRUSTED_PROXIES = 1
    send(2)
    assert "All visitors seem to have the same address. Set TRUSTED_PROXIES=2." in caplog.text
    assert "203.0.113.5" not in caplog.text
    with pytest.raises(CommandError, match="Set TRUSTED_PROXIES=2"):
        call_command("check_proxies")


def test_corrected_number_is_no_problem(settings, send):
    settings.TRUSTED_PROXIES = 1
    send(2)
    settings.TRUSTED_PROXIES = 2
    send(2)
    call_command("check_proxies")


def test_health_checks_do_not_count(settings, send):
    settings.TRUSTED_PROXIES = 1
    send(0, address="/healthz")
    send(1, number=REQUESTS - 1)
    send(2, number=1)
    call_command("check_proxies")


def test_folder_that_cannot_be_written_stops_nothing(settings, send, tmp_path):
    settings.VAR_DIR = tmp_path / "gone"
    settings.TRUSTED_PROXIES = 1
    send(2)
