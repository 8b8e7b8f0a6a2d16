"""The content files are complete, in order, sourced and readable, link to existing pages and promise no result."""

import re

import pytest
import textstat

from pages.blocks.conditions import TierChoiceBlock
from pages.models.base import DESCRIPTION_LENGTH
from tests.content import (
    CLINICS_OWN,
    CONDITIONS,
    FILES,
    PASSAGES,
    SOURCES,
    TREATMENTS,
    WARNING_SIGNS,
    cards,
    lines,
    lines_of,
    pages_named,
    passages,
    placeholders,
    sections,
    sentences,
    sources_listed,
    sources_referred_to,
    tiers,
    treatments_named,
)

WRITTEN_FOR_THE_SITE = [path for path in FILES if path != CLINICS_OWN]
MEDICAL = [path for path in (*CONDITIONS, *TREATMENTS) if path != CLINICS_OWN]
PROMISES = re.compile(
    r"\b(?:guarantee\w*|cur(?:e|es|ed|ing)|painless\w*|permanent relief|safe and effective|best(?!-known))\b",
    re.IGNORECASE,
)
ORDER = {
    "ConditionPage": [
        *("emergency", "today", "causes", "clinical_presentation", "effects", "diagnosis", "prognosis", "self_care"),
        *("treatment_options", "appointment", "closing"),
    ],
    "TreatmentPage": [
        *("what_it_is", "who_it_helps", "tell_us_first", "how_it_helps", "before", "on_the_day", "afterwards"),
        *("emergency", "call_us", "benefits", "risks", "questions"),
    ],
}
PATIENT_RESOURCES = [
    *("Referral", "What to bring", "Insurance and cost", "Preparing", "After a procedure", "When to call"),
    *("Interpreters and access", "Records"),
]
# The kinds of treatments that need certain passages.
NEAR_THE_SPINE = [
    f"treatments-we-provide/{name}"
    for name in (
        *("epidural-injections", "facet-joint-injections", "kypho-vertebroplasty", "medial-branch-blocks"),
        *("mild-procedure", "percutaneous-discectomy", "pirft", "radiofrequency-ablations"),
        *("sinuvertebral-nerve-ablation", "spinal-cord-stimulator", "stabilink-mis-implant", "superion-vertiflex"),
        "sympathetic-plexus-blocks",
    )
]
WITH_STEROID = [
    f"treatments-we-provide/{name}"
    for name in (
        *("epidural-injections", "facet-joint-injections", "joint-bursa-injections", "nerve-blocks"),
        *("sacroiliac-joint-injections", "trigger-point-injections"),
    )
]
IMPLANTS = [
    f"treatments-we-provide/{name}"
    for name in (
        *("peripheral-nerve-stimulator", "sacroiliac-joint-fusion", "spinal-cord-stimulator"),
        *("stabilink-mis-implant", "superion-vertiflex"),
    )
]
PASSAGES_BY_KIND = [
    (TREATMENTS, {"blood-thinners"}),
    (NEAR_THE_SPINE, {"blood-thinners", "fever", "numbness"}),
    (WITH_STEROID, {"steroid-blood-sugar", "steroid-interactions"}),
    ([path for path in TREATMENTS if FILES[path].data.get("sedation", "awake") != "awake"], {"fasting", "ride-home"}),
    (IMPLANTS, {"implant-mri"}),
]
NOTICES = [path for path, content in FILES.items() if content.data.get("is_notice") == "true"]
HIGHEST_GRADE = 6  # of the Flesch-Kincaid formula
HIGHEST_SMOG = 9
MOST_WORDS_IN_A_SENTENCE = 20
SHORTEST_MEASURED = 60  # words; the formulas are made for longer texts


def with_mistakes(found):
    """Return the items of `found`, a dict from path to mistakes, that have a mistake."""
    return {path: mistakes for path, mistakes in found.items() if mistakes}


def test_all_pages_of_the_menu_exist():
    assert (len(CONDITIONS), len(TREATMENTS)) == (15, 19)


def names_of_sections(path):
    """Return the names of the page's sections; of a care card, its urgency."""
    return [value["urgency"] if name == "care_card" else name for name, value in sections(path)]


@pytest.mark.parametrize("path", MEDICAL)
def test_page_has_the_sections_of_its_type_in_order(path):
    assert names_of_sections(path) == ORDER[FILES[path].data["type"]]


def test_clinics_own_page_begins_with_both_care_cards():
    assert names_of_sections(CLINICS_OWN)[:3] == ["emergency", "today", "causes"]


def test_headings_belong_to_the_section_type():
    typed = {path: [value["heading"] for _name, value in sections(path) if value.get("heading")] for path in MEDICAL}
    assert with_mistakes(typed) == {}


def test_patient_resources_have_their_headings_in_order():
    headings = [value["heading"] for _name, value in sections("patient-resources") if value.get("heading")]
    assert headings == PATIENT_RESOURCES


def test_care_cards_choose_signs_of_their_urgency():
    wrong = {
        path: [key for urgency, keys in cards(path).items() for key in keys if WARNING_SIGNS[key]["urgency"] != urgency]
        for path in FILES
    }
    assert with_mistakes(wrong) == {}
    assert [path for path in (*CONDITIONS, *TREATMENTS) if not cards(path).get("emergency")] == []


@pytest.mark.parametrize(("paths", "required"), PASSAGES_BY_KIND)
def test_treatment_has_the_passages_that_its_kind_needs(paths, required):
    assert with_mistakes({path: required - {*passages(path)} for path in paths}) == {}


def test_passages_are_short_and_used():
    lengths = {key: len(passage["text"].split()) for key, passage in PASSAGES.items()}
    assert {key: length for key, length in lengths.items() if not 40 <= length <= 80} == {}
    assert set(PASSAGES) - {key for path in FILES for key in passages(path)} == set()


def test_condition_has_four_tiers_in_order_and_options_in_each():
    order = [name for name, _label in TierChoiceBlock.choices]
    assert {path: tiers(path) for path in CONDITIONS if [tier["tier"] for tier in tiers(path)] != order} == {}
    assert {path: tiers(path) for path in CONDITIONS if not all(tier["options"] for tier in tiers(path))} == {}


def test_every_page_that_a_file_links_to_exists():
    assert with_mistakes({path: pages_named(path) - set(FILES) for path in FILES}) == {}


def test_no_plain_text_has_a_link():
    """The description of a term is plain text: a reader would see the brackets."""
    assert {path: marks for path in FILES if (marks := [line for line in lines(path) if "](" in line])} == {}


def test_every_treatment_is_linked_from_a_condition():
    assert set(TREATMENTS) - {treatment for path in CONDITIONS for treatment in treatments_named(path)} == set()


def test_every_condition_links_to_at_least_two_treatments():
    found = {path: treatments_named(path) & set(TREATMENTS) for path in CONDITIONS}
    assert {path: treatments for path, treatments in found.items() if len(treatments) < 2} == {}


def test_every_medical_page_refers_to_at_least_two_of_its_sources():
    referred = {path: sources_referred_to(path) for path in MEDICAL}
    assert {path: keys for path, keys in referred.items() if len(keys) < 2} == {}
    assert with_mistakes({path: keys - {*sources_listed(path)} for path, keys in referred.items()}) == {}


def test_sources_exist_and_have_different_https_addresses():
    listed = {path: {*sources_listed(path), *sources_referred_to(path)} - {*SOURCES} for path in FILES}
    assert with_mistakes(listed) == {}
    addresses = [source["url"] for source in SOURCES.values()]
    assert len(addresses) == len({*addresses})
    assert [address for address in addresses if not address.startswith("https://")] == []


def test_clinics_facts_are_placeholders():
    home, location = FILES["home"].data, FILES["locations/russellville"].data
    facts = [home["clinic_name"], location["phone"], location["fax"]]
    typed = {}
    for path in FILES:
        data = {key: value for key, value in FILES[path].data.items() if key not in ("clinic_name", "phone", "fax")}
        text = str(data)
        typed[path] = [fact for fact in facts if fact in text]
    assert with_mistakes(typed) == {}
    names = {path: {*placeholders(FILES[path].data)} - {"phone", "fax", "clinic", "city"} for path in FILES}
    unknown = {path: [name for name in found if not name.startswith("source:")] for path, found in names.items()}
    assert with_mistakes(unknown) == {}


def test_unknown_key_of_a_page_or_a_section_is_refused():
    section = {"heading": "Causes", "items": [{"Strain": "A stretched muscle."}]}
    assert lines_of({"title": "Back", "body": [{"causes": section}]}) == ["Causes", "Strain: A stretched muscle."]
    for data in (
        {"introduktion": "Spelled wrong."},
        {"body": [{"causes": {**section, "headline": "Spelled wrong."}}]},
        {"body": [{"treatment_options": {"tiers": [{"tier": "lifestyle", "option": []}]}}]},
        {"body": [{"causes": {"items": [{"Strain": "A stretched muscle.", "note": "Not read."}]}}]},
    ):
        with pytest.raises(ValueError, match=r"introduktion|headline|option|Strain, note"):
            lines_of(data)


def test_no_page_promises_a_result():
    promises = {}
    for path in WRITTEN_FOR_THE_SITE:
        data = FILES[path].data
        texts = [*lines(path), data["title"], data.get("search_description", ""), *data.get("other_names", [])]
        promises[path] = [line for line in texts if PROMISES.search(line)]
    assert with_mistakes(promises) == {}


def test_every_page_has_a_search_description_of_allowed_length():
    lengths = {path: len(FILES[path].data.get("search_description", "")) for path in FILES}
    assert {path: length for path, length in lengths.items() if not 0 < length <= DESCRIPTION_LENGTH} == {}


def test_every_page_is_easy_to_read():
    grades, smog, words = {}, {}, {}
    for path in WRITTEN_FOR_THE_SITE:
        text = sentences(path)
        words[path] = textstat.lexicon_count(text) / textstat.sentence_count(text)
        if path not in NOTICES and textstat.lexicon_count(text) >= SHORTEST_MEASURED:
            grades[path], smog[path] = textstat.flesch_kincaid_grade(text), textstat.smog_index(text)
    assert {path: number for path, number in words.items() if number > MOST_WORDS_IN_A_SENTENCE} == {}
    assert {path: grade for path, grade in grades.items() if grade > HIGHEST_GRADE} == {}
    assert {path: grade for path, grade in smog.items() if grade > HIGHEST_SMOG} == {}


def test_grade_of_a_plain_text_is_low_and_of_a_scientific_text_high():
    assert textstat.flesch_kincaid_grade("Rest for a day. Then walk a bit more each day. Call us if it hurts.") < 3
    scientific = "Percutaneous intradiscal radiofrequency thermocoagulation necessitates fluoroscopic visualization."
    assert textstat.flesch_kincaid_grade(scientific) > 20


@pytest.mark.parametrize("word", ["We guarantee it.", "It cures pain.", "It is painless.", "The best care."])
def test_promise_is_recognized(word):
    assert PROMISES.search(word)


def test_best_known_is_not_a_promise():
    assert not PROMISES.search("The best-known trigger is a fall.")
