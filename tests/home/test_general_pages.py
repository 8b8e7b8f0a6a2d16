"""Content of the pages that are about no condition or treatment: patient resources, forms and notices."""

import pytest
from django.conf import settings

from pages.blocks.general import LanguageChoiceBlock
from tests.content import FILES, sections

PATIENT_RESOURCES = [
    "Referral",
    "What to bring",
    "Insurance and cost",
    "Preparing",
    "After a procedure",
    "When to call",
    "Interpreters and access",
    "Records",
]
WITH_EMERGENCY_CARD = ["patient-resources", "opioid-management", "regenerative-medicine", "aesthetic-medicine"]
NOTICES = [
    *("privacy", "notice-of-privacy-practices", "good-faith-estimate", "terms-of-use", "accessibility"),
    *("nondiscrimination", "language-assistance"),
]
# What an office may not know when it refers a patient.
OPTIONAL_IN_REFERRAL = {
    *("npi", "blood_thinner", "blood_thinner_name", "implant", "diabetes", "allergies", "interpreter", "insurance"),
    *("authorization", "urgency"),
}


def fields(path):
    """Return the fields of a form by key."""
    return {field["clean_name"]: field for field in FILES[path].data["form_fields"]}


def language_sections():
    return [value for name, value in sections("language-assistance") if name == "text_section"]


def test_patient_resources_has_its_headings_in_order():
    headings = [value["heading"] for name, value in sections("patient-resources") if "heading" in value]
    assert headings == PATIENT_RESOURCES


def test_cards_of_patient_resources_stand_under_when_to_call():
    names = [value.get("heading", name) for name, value in sections("patient-resources")]
    start = names.index("When to call")
    assert names[start : start + 4] == ["When to call", "care_card", "care_card", "Interpreters and access"]


@pytest.mark.parametrize("path", WITH_EMERGENCY_CARD)
def test_page_has_an_emergency_card_with_signs_from_the_list(path):
    cards = [value for name, value in sections(path) if name == "care_card"]
    assert "emergency" in {card["urgency"] for card in cards}
    assert all(card["signs"] and "heading" not in card for card in cards)


def test_fever_with_back_pain_after_a_procedure_is_an_emergency():
    signs = {value["urgency"]: value["signs"] for name, value in sections("patient-resources") if name == "care_card"}
    assert {"fever-back-pain-after-procedure", "shaking-chills"} <= set(signs["emergency"])
    assert {"fever-after-procedure", "growing-back-pain-after-procedure"} <= set(signs["call_us"])


@pytest.mark.parametrize("path", NOTICES)
def test_notice_is_linked_in_the_footer(path):
    assert FILES[path].data["is_notice"] == "true"


def test_referral_form_asks_what_a_referral_needs_and_requires_none_of_it():
    asked = fields("referral-form")
    assert set(asked) >= OPTIONAL_IN_REFERRAL
    assert {name for name in OPTIONAL_IN_REFERRAL if asked[name].get("required")} == set()
    assert asked["urgency"]["help_text"] == "Within days: please also call {phone}."
    assert "Within days" in asked["urgency"]["choices"].splitlines()


def test_contact_form_does_not_invite_messages_after_a_procedure():
    choices = fields("contact-us")["topic"]["choices"]
    assert "A question about preparing for a procedure" in choices.splitlines()
    assert "after a procedure" not in choices.lower()


@pytest.mark.parametrize("path", ["contact-us", "referral-form"])
def test_form_promises_no_answer_in_the_name_of_the_clinic(path):
    assert " will " not in FILES[path].data["thank_you_text"]


@pytest.mark.parametrize("path", ["contact-us", "referral-form"])
def test_privacy_page_says_how_long_messages_are_kept(path):
    text = " ".join(value["text"] for _name, value in sections("privacy"))
    assert f"{FILES[path].data['retention_days']} days" in text


def test_each_language_notice_has_its_language_and_the_phone_number():
    codes = {code for code, _label in LanguageChoiceBlock.choices}
    found = language_sections()
    assert len(found) >= 10
    assert [value["heading"] for value in found if value.get("language") not in codes] == []
    assert [value["heading"] for value in found if value["text"].count("{phone}") != 1] == []
    assert len({value["language"] for value in found}) == len(found)


def test_language_choice_has_a_language_written_from_right_to_left():
    codes = {code for code, _label in LanguageChoiceBlock.choices}
    assert codes & set(settings.LANGUAGES_BIDI) == {"ar"}


def test_language_page_does_not_claim_to_meet_the_rule():
    assert "92.11" not in FILES["language-assistance"].data["introduction"]


def test_summary_names_the_full_notice_and_has_no_notice_of_its_own():
    data = FILES["notice-of-privacy-practices"].data
    assert data["title"].endswith("Summary")
    assert data["own_notice_title"] == "Notice of Privacy Practices"
    assert "own_notice" not in data
    assert "It is not our Notice of Privacy Practices" in data["introduction"]
