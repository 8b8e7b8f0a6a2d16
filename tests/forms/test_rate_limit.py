"""Who sends very much must wait, and many who share an address need not."""

import socket

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import translation

from forms.spam import rate_limit
from tests.ioipm.test_settings import GOOD
from tests.services import manage

MINUTE = 60


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    """Small limits, and a clock that stands at the beginning of a window."""
    settings.RATE_LIMITS = {"message": {"suspected": {600: 2}, "refused": {600: 4, 86_400: 6}}}
    clock = {"now": 86_400 * 20_000.0}
    monkeypatch.setattr(rate_limit.time, "time", lambda: clock["now"])
    return clock


def asked_by(address):
    return RequestFactory().post("/", REMOTE_ADDR=address)


def count(times, address="203.0.113.7"):
    return [rate_limit.count(asked_by(address), "message") for _time in range(times)]


def wait(address="203.0.113.7"):
    return rate_limit.check(asked_by(address), "message").minutes_to_wait


def test_suspicion_comes_first_and_refusal_later():
    assert [rate.is_suspicious for rate in count(4)] == [False, False, True, True]
    assert wait() == 10


def test_looking_counts_nothing():
    count(3)
    assert [wait() for _time in range(5)] == [0] * 5


def test_the_time_to_wait_is_what_is_left_of_the_window(limits):
    count(4)
    limits["now"] += 7 * MINUTE + 1
    assert wait() == 3
    limits["now"] += 3 * MINUTE
    assert wait() == 0


def test_who_goes_on_for_the_whole_day_waits_until_the_next(limits):
    count(3)
    limits["now"] += 10 * MINUTE
    count(3)
    assert wait() == 24 * 60 - 10


@pytest.mark.parametrize(
    ("other", "is_same"),
    [("2001:db8:1:2::9", True), ("2001:db8:1:3::1", False), ("203.0.113.7", False)],
)
def test_whoever_has_a_network_of_ipv6_counts_as_one(other, is_same):
    count(4, "2001:db8:1:2::1")
    assert bool(wait(other)) == is_same


def test_address_written_as_ipv6_is_the_same_address():
    count(4, "::ffff:203.0.113.7")
    assert wait("203.0.113.7")


@pytest.mark.parametrize("address", ["", "unix:", "nonsense"])
def test_who_cannot_be_told_apart_is_not_limited(address):
    assert count(10, address)[-1] == rate_limit.Rate()


def test_what_a_visitor_claims_in_a_header_makes_no_difference():
    count(4)
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert rate_limit.check(request, "message").minutes_to_wait


def test_cache_does_not_hold_the_address(monkeypatch):
    keys = []
    monkeypatch.setattr(cache, "add", lambda key, *rest: keys.append(key) or True)
    monkeypatch.setattr(cache, "incr", lambda key: 1)
    count(1)
    assert len(keys) == 2
    assert "203.0.113" not in "".join(keys)


@pytest.mark.parametrize("language", ["en", "es"])
def test_refusal_says_what_to_do(language):
    with translation.override(language):
        assert "3" in rate_limit.Rate(minutes_to_wait=3).refusal
        assert ("Llámenos" if language == "es" else "Call us") in rate_limit.Rate(minutes_to_wait=1).refusal


def test_cache_that_does_not_answer_refuses_nobody_and_is_not_waited_for(tmp_path):
    code = (
        "import time; from django.test import RequestFactory; from forms.spam import rate_limit; "
        "begin = time.monotonic(); "
        "request = RequestFactory().post('/', REMOTE_ADDR='203.0.113.7'); "
        "print(rate_limit.count(request, 'message'), time.monotonic() - begin < 1)"
    )
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **(GOOD | {"CACHE_URL": address}))
    assert result.stdout.strip() == "Rate(is_suspicious=False, minutes_to_wait=0) True", result.stderr
    assert "203.0.113" not in result.stderr


def test_limits_of_the_site_leave_room_for_a_waiting_room_with_one_address():
    from ioipm.settings import base

    limits = base.RATE_LIMITS["message"]
    assert min(limits["suspected"].values()) >= 10
    assert all(most >= 4 * limits["suspected"][seconds] for seconds, most in limits["refused"].items())
