"""Search for encrypted messages by reference number, sender and words, with digests of the words."""

import pytest

from forms.inbox.search import matching, word_digests
from forms.models import Message
from forms.sealing.encryption import digest
from tests.factories import answer, make_message

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def message():
    answers = [
        answer("name", "José Núñez-O'Brien"),
        answer("email", "Jose.Nunez_7@mail.example.com"),
        answer("phone", "(479) 967-7770"),
        answer("message", "My back hurts since 10/12/2025.\nÀ bientôt!"),
        answer("topics", ["Billing", "A new appointment"]),
    ]
    return make_message(answers=answers, reference="K7M3-9QXD")


def found(text):
    return [one.reference for one in Message.objects.filter(matching(text))]


@pytest.mark.parametrize("text", ["K7M3-9QXD", "k7m39qxd", "K7M3 9QXD", " k7m3–9qxd ", "k7-m3-9q-xd"])
def test_is_found_by_its_reference_in_any_spelling(message, text):
    assert found(text) == ["K7M3-9QXD"]


@pytest.mark.parametrize(
    "text",
    [
        "jose",
        "JOSÉ",
        "nunez",
        "Núñez O'Brien",
        "o brien",
        "back hurts",
        "hurts, back!",
        "a bientot",
        "billing",
        "new appointment",
        "10/12/2025",
        "10-12-2025",
        "2025",
    ],
)
def test_is_found_by_words_without_regard_to_case_accents_and_punctuation(message, text):
    assert found(text) == ["K7M3-9QXD"]


@pytest.mark.parametrize(
    "text",
    ["jose.nunez_7@mail.example.com", "JOSE.NUNEZ_7@MAIL.EXAMPLE.COM", "nunez_7", "mail.example.com", "jose nunez"],
)
def test_is_found_by_an_email_address_whole_and_in_part(message, text):
    assert found(text) == ["K7M3-9QXD"]


@pytest.mark.parametrize(
    "text",
    [
        "479-967-7770",
        "4799677770",
        "+1 (479) 967 7770",
        "1-479-967-7770",
        "479.967.7770",
        "967-7770",
        "9677770",
        "José 967 7770",
    ],
)
def test_is_found_by_a_phone_number_in_any_spelling_with_and_without_area_code(message, text):
    assert found(text) == ["K7M3-9QXD"]


@pytest.mark.parametrize(
    "written", ["4799677770", "+1 479 967 7770", "1.479.967.7770", "967 7770", "call 479/967/7770, please"]
)
def test_phone_number_is_found_in_any_spelling_of_the_sender(written):
    make_message(answers=[answer("message", written)], reference="AAAA-2222")
    assert found("967-7770") == ["AAAA-2222"]


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Lukasz", "ŁUKASZ"),
        ("Søren Ødegård", "soren odegard"),
        ("Đorđe", "dorde"),
        ("Straße, Weiß", "STRASSE WEISS"),
        ("Ðórður Þór Æsa", "dordur thor aesa"),
        ("Işıl Ħal", "isil hal"),
        ("Nu\u00adñez\u200b", "nunez"),
        ("Nunez", "\u202aNu\u200dñez\u202c\ufeff"),
        ("a.b\u202c@example.com", "a.b@example.com"),
        ("Jose\u0301", "josé"),
        ("①② Ａｎａ", "12 ana"),
    ],
)
def test_name_is_found_however_it_is_written(written, searched):
    make_message(answers=[answer("name", written)], reference="AAAA-2222")
    assert found(searched) == ["AAAA-2222"]


def test_foreign_phone_number_is_found():
    make_message(answers=[answer("phone", "+52 55 1234 5678")], reference="AAAA-2222")
    assert found("+52 (55) 1234-5678") == ["AAAA-2222"]


@pytest.mark.parametrize(
    "text", ["back knee", "hurt", "jos", "967-7771", "other@mail.example.com", "K7M3-9QXE", "", "  ", "?!", "%", "_"]
)
def test_is_not_found_if_a_word_is_missing(message, text):
    assert found(text) == []


def test_is_found_after_the_keys_were_rotated(message, settings):
    settings.MESSAGE_KEYS = ["a newer key", *settings.MESSAGE_KEYS]
    assert found("back hurts") == ["K7M3-9QXD"]
    settings.MESSAGE_KEYS = ["a newer key"]
    assert found("back hurts") == []


def test_stored_digests_do_not_reveal_words_or_their_order():
    digests = word_digests([answer("message", "zebra apple zebra")])
    assert digests.split() == sorted([digest("zebra"), digest("apple")])
    assert digests == word_digests([answer("message", "Apple, zebra")])
    assert "zebra" not in digests


def test_answer_that_is_not_text_is_found():
    make_message(answers=[answer("age", 42), answer("nothing", None), answer("ticked", True)], reference="AAAA-2222")
    assert found("42") == ["AAAA-2222"]
