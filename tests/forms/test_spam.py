"""The spam filter: spam is marked as suspected, messages of patients pass."""

import pytest

from forms.models import Message
from tests.spam import PATIENTS, SPAM, request_with, verification_of

PASSED, SUSPECTED = Message.Verification.PASSED, Message.Verification.SUSPECTED


@pytest.mark.parametrize("text", PATIENTS)
def test_message_of_a_patient_passes(text):
    assert verification_of(text) == PASSED


@pytest.mark.parametrize("text", SPAM)
def test_spam_is_suspected(text):
    assert verification_of(text) == SUSPECTED


@pytest.mark.parametrize("name", ["https://example.com", "Visit www.example.com", "Prizes at luckyspin.xyz"])
def test_web_address_in_the_name_is_suspected(name):
    assert verification_of("Hello", name=name) == SUSPECTED


def test_message_with_a_filled_honeypot_is_suspected():
    assert verification_of("Please call me", request=request_with(website="https://example.com")) == SUSPECTED
    assert verification_of("Please call me", request=request_with(website="  ")) == PASSED


def test_text_that_was_sent_often_is_suspected():
    text = "My back hurts since I fell from a ladder in May."
    shouted = text.upper().replace(" ", "  ")
    verdicts = [
        verification_of(each, request=request_with(f"203.0.113.{n}")) for n, each in enumerate([text, shouted] * 3)
    ]
    assert verdicts == [PASSED] * 5 + [SUSPECTED]


def test_short_text_that_many_senders_use_passes():
    assert {verification_of("Please call me", request=request_with(f"203.0.113.{n}")) for n in range(20)} == {PASSED}


def test_many_messages_from_one_address_are_suspected_and_not_refused(settings):
    settings.RATE_LIMITS = {"message": {"suspected": {600: 2}, "refused": {600: 100}}}
    assert [verification_of(f"Message {n}") for n in range(4)] == [PASSED, PASSED, SUSPECTED, SUSPECTED]
    assert verification_of("Message", request=request_with("203.0.113.8")) == PASSED


def test_unreachable_cache_does_not_make_messages_suspected(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert verification_of("My back hurts since I fell from a ladder in May.") == PASSED
    assert verification_of(SPAM[0]) == SUSPECTED
