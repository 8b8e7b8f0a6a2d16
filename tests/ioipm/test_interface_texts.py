"""Every word of the interface that readers see has a Spanish translation, and what is compiled is what is written."""

import re

import polib
import pytest
from django.utils.functional import Promise

from ioipm.settings.environment import BASE_DIR
from pages.blocks.conditions import TierChoiceBlock
from pages.blocks.hours import DayStatusBlock
from pages.models import BodyArea, TreatmentPage

FOLDER = BASE_DIR / "locale/es/LC_MESSAGES"
# In the admin our own words are English.
STAFF_ONLY = {"lapsed_review_panel.html", "denied.html"}
STAFF_FOLDERS = {"admin", "desk", "outbox"}
MARKED = re.compile(r"""\{% translate "([^"]+)\"""")
IN_CODE = re.compile(r"""\b_\("([^"]+)"\)""")
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)


def words_of_templates():
    for file in (BASE_DIR / "templates").rglob("*.*"):
        is_ours = file.name in STAFF_ONLY or file.parent.name in STAFF_FOLDERS
        if file.suffix not in (".html", ".txt") or is_ours:
            continue
        text = file.read_text(encoding="utf-8")
        yield from MARKED.findall(text)
        for block in BLOCK.findall(text):
            yield from (re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", words) for words in block.split("{% plural %}"))


def said(entry):
    """What an entry says, in the singular and in the plural."""
    return [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())


def test_every_word_of_the_readers_templates_is_translated():
    entries = [entry for entry in polib.pofile(FOLDER / "django.po") if all(said(entry))]
    translated = {words for entry in entries for words in (entry.msgid, entry.msgid_plural) if said(entry)}
    assert set(words_of_templates()) - translated == set()


@pytest.mark.parametrize("module", ["forms/builder.py"])
def test_every_word_of_the_code_that_readers_see_is_translated(module):
    translated = {entry.msgid for entry in polib.pofile(FOLDER / "django.po") if entry.translated()}
    marked = set(IN_CODE.findall((BASE_DIR / module).read_text(encoding="utf-8")))
    assert marked
    assert marked - translated == set()


def test_every_choice_readers_see_is_translated():
    translated = {entry.msgid for entry in polib.pofile(FOLDER / "django.po") if entry.msgstr}
    choices = [*BodyArea.choices, *TreatmentPage.Kind.choices, *DayStatusBlock.choices, *TierChoiceBlock.choices]
    assert all(isinstance(label, Promise | str) for _value, label in choices)
    assert {str(label) for _value, label in choices} - translated == set()


def test_compiled_texts_are_those_written():
    written = {(e.msgctxt, e.msgid): said(e) for e in polib.pofile(FOLDER / "django.po") if any(said(e))}
    compiled = {(e.msgctxt, e.msgid): said(e) for e in polib.mofile(FOLDER / "django.mo") if e.msgid}
    assert compiled == written


def test_every_plural_has_all_the_forms_that_spanish_has():
    texts = polib.pofile(FOLDER / "django.po")
    forms = int(re.search(r"nplurals=(\d)", texts.metadata["Plural-Forms"])[1])
    counted = [entry for entry in texts if entry.msgid_plural]
    assert counted
    assert [entry.msgid for entry in counted if len([form for form in said(entry) if form]) != forms] == []
