"""Every word of the interface that readers see has a Spanish translation, and what is compiled is what is written."""

import re

import polib
from django.utils.functional import Promise

from ioipm.settings.environment import BASE_DIR
from pages.blocks.conditions import TierChoiceBlock
from pages.blocks.hours import DayStatusBlock
from pages.models import BodyArea, TreatmentPage

FOLDER = BASE_DIR / "locale/es/LC_MESSAGES"
STAFF_ONLY = {"lapsed_review_panel.html"}  # in the admin our own words are English
STAFF_FOLDERS = {"admin"}
MARKED = re.compile(r"""\{% translate "([^"]+)\"""")
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)


def words_of_templates():
    for file in (BASE_DIR / "templates").rglob("*.html"):
        if file.name in STAFF_ONLY or file.parent.name in STAFF_FOLDERS:
            continue
        text = file.read_text(encoding="utf-8")
        yield from MARKED.findall(text)
        yield from (re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", words) for words in BLOCK.findall(text))


def test_every_word_of_the_readers_templates_is_translated():
    translated = {entry.msgid for entry in polib.pofile(FOLDER / "django.po") if entry.msgstr}
    assert set(words_of_templates()) - translated == set()


def test_every_choice_readers_see_is_translated():
    translated = {entry.msgid for entry in polib.pofile(FOLDER / "django.po") if entry.msgstr}
    choices = [*BodyArea.choices, *TreatmentPage.Kind.choices, *DayStatusBlock.choices, *TierChoiceBlock.choices]
    assert all(isinstance(label, Promise | str) for _value, label in choices)
    assert {str(label) for _value, label in choices} - translated == set()


def test_compiled_texts_are_those_written():
    written = polib.pofile(FOLDER / "django.po").translated_entries()
    compiled = [entry for entry in polib.mofile(FOLDER / "django.mo") if entry.msgid]
    texts = [{(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in entries} for entries in (written, compiled)]
    assert texts[0] == texts[1]
