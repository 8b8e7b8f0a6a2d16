"""What machines send is kept apart, and what patients write is not."""

import pytest

from forms.models import Message
from tests.spam import PATIENTS, SPAM, judged, request_with

PASSED, SUSPECTED = Message.Verification.PASSED, Message.Verification.SUSPECTED


@pytest.mark.parametrize("text", PATIENTS)
def test_what_a_patient_writes_passes(text):
    assert judged(text) == PASSED


@pytest.mark.parametrize("text", SPAM)
def test_what_a_machine_writes_is_suspected(text):
    assert judged(text) == SUSPECTED


@pytest.mark.parametrize("name", ["https://example.com", "Visit www.example.com", "Prizes at luckyspin.xyz"])
def test_address_in_the_name_is_suspected(name):
    assert judged("Hello", name=name) == SUSPECTED


def test_who_fills_in_what_people_do_not_see_is_suspected():
    assert judged("Please call me", request=request_with(website="https://example.com")) == SUSPECTED
    assert judged("Please call me", request=request_with(website="  ")) == PASSED


def test_same_text_is_suspected_once_it_was_sent_often():
    text = "My back hurts since I fell from a ladder in May."
    shouted = text.upper().replace(" ", "  ")
    verdicts = [judged(each, request=request_with(f"203.0.113.{n}")) for n, each in enumerate([text, shouted] * 3)]
    assert verdicts == [PASSED] * 5 + [SUSPECTED]


def test_short_text_may_be_sent_by_everybody():
    assert {judged("Please call me", request=request_with(f"203.0.113.{n}")) for n in range(20)} == {PASSED}


def test_more_than_is_usual_from_one_address_is_suspected_and_still_taken(settings):
    settings.RATE_LIMITS = {"message": {"suspected": {600: 2}, "refused": {600: 100}}}
    assert [judged(f"Message {n}") for n in range(4)] == [PASSED, PASSED, SUSPECTED, SUSPECTED]
    assert judged("Message", request=request_with("203.0.113.8")) == PASSED


def test_cache_that_does_not_answer_accuses_nobody(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert judged("My back hurts since I fell from a ladder in May.") == PASSED
    assert judged(SPAM[0]) == SUSPECTED
