"""The content files are complete, joined both ways, each in its own words, plain, and promise nothing."""

import re
from collections import defaultdict

import pytest
import textstat

from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock
from pages.blocks.conditions import TierChoiceBlock
from pages.models.base import DESCRIPTION_LENGTH
from tests.content import (
    CLINICS_OWN,
    CONDITIONS,
    FILES,
    TREATMENTS,
    lines,
    pages_named,
    sections,
    sentences,
    tiers,
    treatments_named,
)

OURS = [path for path in FILES if path != CLINICS_OWN]
MEDICAL = [path for path in (*CONDITIONS, *TREATMENTS) if path != CLINICS_OWN]
PROMISES = re.compile(
    r"\b(?:guarantee\w*|cur(?:e|es|ed|ing)|painless\w*|permanent relief|safe and effective|best(?!-known))\b",
    re.IGNORECASE,
)
SHARED_LENGTH = 40
HIGHEST_GRADE = 10
MOST_WORDS_IN_A_SENTENCE = 20


def test_all_pages_of_the_menu_are_there():
    assert (len(CONDITIONS), len(TREATMENTS)) == (15, 19)


@pytest.mark.parametrize("path", CONDITIONS)
def test_condition_has_all_sections(path):
    names = [name for name, _value in sections(path)]
    wanted = {*ConditionBodyBlock.at_most_once} | ({"care_card"} if path != CLINICS_OWN else set())
    assert wanted - set(names) == set()


@pytest.mark.parametrize("path", CONDITIONS)
def test_condition_has_four_tiers_in_order(path):
    assert [tier["tier"] for tier in tiers(path)] == [name for name, _label in TierChoiceBlock.choices]
    assert all(tier["options"] for tier in tiers(path))


@pytest.mark.parametrize("path", TREATMENTS)
def test_treatment_has_all_sections(path):
    assert {*TreatmentBodyBlock.at_most_once, "care_card"} - {name for name, _value in sections(path)} == set()


@pytest.mark.parametrize("path", FILES)
def test_every_page_pointed_at_is_there(path):
    assert pages_named(path) - set(FILES) == set()


@pytest.mark.parametrize("path", TREATMENTS)
def test_treatment_is_named_by_a_condition(path):
    assert [condition for condition in CONDITIONS if path in treatments_named(condition)]


@pytest.mark.parametrize("path", CONDITIONS)
def test_condition_names_two_of_our_treatments(path):
    assert len(treatments_named(path) & set(TREATMENTS)) >= 2


@pytest.mark.parametrize("path", MEDICAL)
def test_medical_page_names_two_sources(path):
    addresses = {source["source"]["url"] for source in FILES[path].data.get("sources", [])}
    assert len(addresses) >= 2
    assert [address for address in addresses if not address.startswith("https://")] == []


def test_no_two_pages_share_a_paragraph_or_a_line():
    pages_with = defaultdict(list)
    for path in FILES:
        for line in {" ".join(line.lower().split()) for line in lines(path)}:
            for part in {line, line.partition(": ")[2]}:
                if len(part) > SHARED_LENGTH:
                    pages_with[part].append(path)
    assert {line: paths for line, paths in pages_with.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("path", OURS)
def test_page_promises_nothing(path):
    data = FILES[path].data
    said = [*lines(path), data["title"], data.get("search_description", ""), *data.get("other_names", [])]
    assert [line for line in said if PROMISES.search(line)] == []


@pytest.mark.parametrize("path", FILES)
def test_description_for_search_engines_fits(path):
    assert 0 < len(FILES[path].data.get("search_description", "")) <= DESCRIPTION_LENGTH


@pytest.mark.parametrize("path", OURS)
def test_page_is_plain_to_read(path):
    text = sentences(path)
    assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE
    assert textstat.lexicon_count(text) / textstat.sentence_count(text) <= MOST_WORDS_IN_A_SENTENCE


def test_measure_of_plainness_tells_plain_from_learned():
    assert textstat.flesch_kincaid_grade("Rest for a day. Then walk a bit more each day. Call us if it hurts.") < 3
    learned = "Percutaneous intradiscal radiofrequency thermocoagulation necessitates fluoroscopic visualization."
    assert textstat.flesch_kincaid_grade(learned) > 20


@pytest.mark.parametrize("word", ["We guarantee it.", "It cures pain.", "It is painless.", "The best care."])
def test_promise_is_recognized(word):
    assert PROMISES.search(word)


def test_best_known_is_no_promise():
    assert not PROMISES.search("The best-known trigger is a fall.")
