"""The content files are complete, link to existing pages, repeat no sentence, are readable and promise no result."""

import re
from collections import defaultdict

import pytest
import textstat

from pages.blocks.conditions import TierChoiceBlock
from pages.models.base import DESCRIPTION_LENGTH
from tests.content import (
    CLINICS_OWN,
    CONDITIONS,
    FILES,
    SOURCES,
    TREATMENTS,
    lines,
    lines_of,
    pages_named,
    sections,
    sentences,
    tiers,
    treatments_named,
)

WRITTEN_FOR_THE_SITE = [path for path in FILES if path != CLINICS_OWN]
MEDICAL = [path for path in (*CONDITIONS, *TREATMENTS) if path != CLINICS_OWN]
PROMISES = re.compile(
    r"\b(?:guarantee\w*|cur(?:e|es|ed|ing)|painless\w*|permanent relief|safe and effective|best(?!-known))\b",
    re.IGNORECASE,
)
REQUIRED_SECTIONS = {
    "ConditionPage": {
        *("causes", "clinical_presentation", "effects", "prognosis", "treatment_options", "closing", "care_card"),
    },
    "TreatmentPage": {
        *("what_it_is", "who_it_helps", "how_it_helps", "before", "on_the_day", "afterwards", "benefits", "risks"),
        *("questions", "care_card"),
    },
}
SHARED_LENGTH = 40
HIGHEST_GRADE = 10
MOST_WORDS_IN_A_SENTENCE = 20


def with_mistakes(found):
    """Return the items of `found`, a dict from path to mistakes, that have a mistake."""
    return {path: mistakes for path, mistakes in found.items() if mistakes}


def test_all_pages_of_the_menu_exist():
    assert (len(CONDITIONS), len(TREATMENTS)) == (15, 19)


def test_condition_and_treatment_have_all_required_sections():
    missing = {}
    for path in (*CONDITIONS, *TREATMENTS):
        required = REQUIRED_SECTIONS[FILES[path].data["type"]]
        if path == CLINICS_OWN:
            required = required - {"care_card"}
        missing[path] = required - {name for name, _value in sections(path)}
    assert with_mistakes(missing) == {}


def test_condition_has_four_tiers_in_order_and_options_in_each():
    order = [name for name, _label in TierChoiceBlock.choices]
    assert {path: tiers(path) for path in CONDITIONS if [tier["tier"] for tier in tiers(path)] != order} == {}
    assert {path: tiers(path) for path in CONDITIONS if not all(tier["options"] for tier in tiers(path))} == {}


def test_every_page_that_a_file_links_to_exists():
    assert with_mistakes({path: pages_named(path) - set(FILES) for path in FILES}) == {}


def test_every_treatment_is_linked_from_a_condition():
    assert set(TREATMENTS) - {treatment for path in CONDITIONS for treatment in treatments_named(path)} == set()


def test_every_condition_links_to_at_least_two_treatments():
    found = {path: treatments_named(path) & set(TREATMENTS) for path in CONDITIONS}
    assert {path: treatments for path, treatments in found.items() if len(treatments) < 2} == {}


def test_every_medical_page_has_at_least_two_https_sources():
    addresses = {key: source["url"] for key, source in SOURCES.items()}
    found = {path: {addresses[one["source"]] for one in FILES[path].data.get("sources", [])} for path in MEDICAL}
    assert {path: addresses for path, addresses in found.items() if len(addresses) < 2} == {}
    assert with_mistakes({path: {one for one in found[path] if not one.startswith("https://")} for path in found}) == {}


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


def test_no_two_pages_share_a_paragraph_or_a_line():
    pages_with = defaultdict(list)
    for path in FILES:
        for line in {" ".join(line.lower().split()) for line in lines(path)}:
            for part in {line, line.partition(": ")[2]}:
                if len(part) > SHARED_LENGTH:
                    pages_with[part].append(path)
    assert {line: paths for line, paths in pages_with.items() if len(paths) > 1} == {}


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
    grades, words = {}, {}
    for path in WRITTEN_FOR_THE_SITE:
        text = sentences(path)
        grades[path] = textstat.flesch_kincaid_grade(text)
        words[path] = textstat.lexicon_count(text) / textstat.sentence_count(text)
    assert {path: grade for path, grade in grades.items() if grade > HIGHEST_GRADE} == {}
    assert {path: number for path, number in words.items() if number > MOST_WORDS_IN_A_SENTENCE} == {}


def test_grade_of_a_plain_text_is_low_and_of_a_scientific_text_high():
    assert textstat.flesch_kincaid_grade("Rest for a day. Then walk a bit more each day. Call us if it hurts.") < 3
    scientific = "Percutaneous intradiscal radiofrequency thermocoagulation necessitates fluoroscopic visualization."
    assert textstat.flesch_kincaid_grade(scientific) > 20


@pytest.mark.parametrize("word", ["We guarantee it.", "It cures pain.", "It is painless.", "The best care."])
def test_promise_is_recognized(word):
    assert PROMISES.search(word)


def test_best_known_is_not_a_promise():
    assert not PROMISES.search("The best-known trigger is a fall.")
