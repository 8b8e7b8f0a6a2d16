"""Rate limits by IP address: above the first limit a message is suspicious, above the second the sender must wait."""

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
    """Set small limits and stop the clock at the beginning of a period; return the clock, which a test can move."""
    settings.RATE_LIMITS = {"message": {"suspected": {600: 2}, "refused": {600: 4, 86_400: 6}}}
    clock = {"now": 86_400 * 20_000.0}
    monkeypatch.setattr(rate_limit.time, "time", lambda: clock["now"])
    return clock


def request_from(address):
    return RequestFactory().post("/", REMOTE_ADDR=address)


def count(times, address="203.0.113.7"):
    return [rate_limit.count(request_from(address), "message") for _time in range(times)]


def minutes_to_wait(address="203.0.113.7"):
    return rate_limit.check(request_from(address), "message").minutes_to_wait


def test_messages_are_first_suspicious_and_then_refused():
    assert [rate.is_suspicious for rate in count(4)] == [False, False, True, True]
    assert minutes_to_wait() == 10


def test_check_does_not_count_a_message():
    count(3)
    assert [minutes_to_wait() for _time in range(5)] == [0] * 5


def test_time_to_wait_is_the_rest_of_the_period(limits):
    count(4)
    limits["now"] += 7 * MINUTE + 1
    assert minutes_to_wait() == 3
    limits["now"] += 3 * MINUTE
    assert minutes_to_wait() == 0


def test_address_above_the_daily_limit_waits_until_the_next_day(limits):
    count(3)
    limits["now"] += 10 * MINUTE
    count(3)
    assert minutes_to_wait() == 24 * 60 - 10


@pytest.mark.parametrize(
    ("other", "is_same"),
    [("2001:db8:1:2::9", True), ("2001:db8:1:3::1", False), ("203.0.113.7", False)],
)
def test_addresses_of_one_ipv6_network_are_counted_together(other, is_same):
    count(4, "2001:db8:1:2::1")
    assert bool(minutes_to_wait(other)) == is_same


def test_address_written_as_ipv6_is_the_same_address():
    count(4, "::ffff:203.0.113.7")
    assert minutes_to_wait("203.0.113.7")


@pytest.mark.parametrize("address", ["", "unix:", "nonsense"])
def test_unknown_address_is_not_limited(address):
    assert count(10, address)[-1] == rate_limit.Rate()


def test_forwarded_header_of_the_visitor_is_ignored():
    count(4)
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert rate_limit.check(request, "message").minutes_to_wait


def test_keys_in_the_cache_do_not_contain_the_address(monkeypatch):
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


@pytest.mark.slow
def test_unresponsive_cache_refuses_nobody_and_causes_one_delay_only(tmp_path):
    code = (
        "from django.test import RequestFactory; from forms.spam import rate_limit; from ioipm import cache; "
        "cache.PAUSE = 3600; "
        "request = RequestFactory().post('/', REMOTE_ADDR='203.0.113.7'); "
        "print(rate_limit.count(request, 'message'))"
    )
    with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **(GOOD | {"CACHE_URL": address}))
        silent.setblocking(False)
        silent.accept()
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert result.stdout.strip() == "Rate(is_suspicious=False, minutes_to_wait=0)", result.stderr
    assert "203.0.113" not in result.stderr


def test_limits_of_the_site_allow_a_waiting_room_with_one_address():
    from ioipm.settings import base

    limits = base.RATE_LIMITS["message"]
    assert min(limits["suspected"].values()) >= 10
    assert all(most >= 4 * limits["suspected"][seconds] for seconds, most in limits["refused"].items())
