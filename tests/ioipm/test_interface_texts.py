"""Readers and staff get every text of the interface in Spanish: what is rendered under `es` is compared."""

import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import polib
import pytest
from django.template import Context, Engine, Origin, Template
from django.template.base import Node, TokenType
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from ioipm.settings.environment import BASE_DIR
from pages.blocks.conditions import TierChoiceBlock
from pages.blocks.hours import DayStatusBlock
from pages.models import BodyArea, TreatmentPage

FOLDER = BASE_DIR / "locale/es/LC_MESSAGES"
TEMPLATES = BASE_DIR / "templates"
IN_CODE = re.compile(r"""\b_\("([^"]+)"\)""")
NUMBERS = (1, 2, 1_000_000)  # one for each plural form of Spanish


def all_templates() -> list[str]:
    """Return the names of the templates of pages, mails and the admin."""
    files = (file for file in TEMPLATES.rglob("*.*") if file.suffix in (".html", ".txt"))
    return sorted(file.relative_to(TEMPLATES).as_posix() for file in files)


def own_copy(name: str) -> Template:
    """Compile the template again, because `rendered` changes its nodes; Django keeps those of `get_template`."""
    return Template((TEMPLATES / name).read_text(encoding="utf-8"), origin=Origin(name))


def translated_nodes(template: Template) -> list[Node]:
    """Return every {% translate %} and {% blocktranslate %} of the template, without those of included templates."""
    nodes = [node for kind in (TranslateNode, BlockTranslateNode) for node in template.nodelist.get_nodes_by_type(kind)]
    return [node for node in nodes if not is_of_a_variable(node)]


def is_of_a_variable(node: Node) -> bool:
    return isinstance(node, TranslateNode) and node.filter_expression.var.literal is None


def rendered(node: Node, language: str) -> list[str]:
    """Render the node in a language: once, or once for each plural form; «name» stands for each variable.

    This changes the node, so it must belong to the `own_copy` of a template.
    """
    node.asvar = None
    if isinstance(node, TranslateNode):
        return [rendered_with(node, language, {})]
    tokens = [*node.singular, *(node.plural or [])]
    values = {token.contents: f"«{token.contents}»" for token in tokens if token.token_type == TokenType.VAR}
    node.extra_context = {}
    texts = []
    for number in NUMBERS if node.plural else NUMBERS[:1]:
        node.counter = SimpleNamespace(resolve=lambda context, number=number: number)
        texts.append(rendered_with(node, language, values))
    return texts


def rendered_with(node: Node, language: str, values: dict[str, str]) -> str:
    context = Context(values, autoescape=False)
    context.template = SimpleNamespace(engine=Engine.get_default())
    with translation.override(language):
        return node.render(context)


def untranslated(nodes: list[Node]) -> Iterator[str]:
    """Return the English of what is rendered in English under `es`, or without one of its variables."""
    for node in nodes:
        for english, spanish in zip(rendered(node, "en"), rendered(node, "es"), strict=True):
            is_the_same = english == spanish and english not in same_in_both_languages()
            if is_the_same or set(re.findall("«.*?»", english)) != set(re.findall("«.*?»", spanish)):
                yield english


@cache
def same_in_both_languages() -> set[str]:
    """Return the texts that the translators left as they are, such as a name."""
    return {entry.msgid for entry in polib.pofile(FOLDER / "django.po") if entry.msgid == entry.msgstr}


def said(entry: polib.POEntry) -> list[str]:
    """Return the entry's translations: one, or one for each plural form."""
    return [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())


@pytest.mark.parametrize("name", all_templates())
def test_every_text_of_a_template_is_rendered_in_spanish(name):
    assert list(untranslated(translated_nodes(own_copy(name)))) == []


def test_templates_with_texts_are_found():
    counts = {name: len(translated_nodes(own_copy(name))) for name in all_templates()}
    assert counts["404.html"]
    assert counts["ioipm/idle.html"] == 8
    assert sum(counts.values()) > 150


def test_check_leaves_the_templates_of_other_tests_as_they_are():
    name = "pages/treatment_index_page.html"
    (node,) = get_template(name).template.nodelist.get_nodes_by_type(TranslateNode)
    list(untranslated(translated_nodes(own_copy(name))))
    assert node.asvar == "grouped"


def test_percent_sign_that_hides_a_translation_is_found():
    """Django doubles the percent sign of a literal, so that a translation of the text as written is not found."""
    tag = '{% load i18n %}{% translate "Seconds left: %(seconds)s" %}'
    template = Template(tag, origin=Origin("test"))
    assert list(untranslated(translated_nodes(template))) == ["Seconds left: %(seconds)s"]


@pytest.mark.parametrize("module", ["forms/form_pages/builder.py"])
def test_every_text_of_the_code_that_readers_see_is_spanish(module):
    marked = set(IN_CODE.findall((BASE_DIR / module).read_text(encoding="utf-8")))
    assert marked
    with translation.override("es"):
        assert {text for text in marked if gettext(text) == text} - same_in_both_languages() == set()


def test_every_choice_readers_see_is_spanish():
    choices = [*BodyArea.choices, *TreatmentPage.Kind.choices, *DayStatusBlock.choices, *TierChoiceBlock.choices]
    labels = [label for _value, label in choices]
    assert all(isinstance(label, Promise | str) for label in labels)
    english = [str(label) for label in labels]
    with translation.override("es"):
        spanish = [str(label) if isinstance(label, Promise) else gettext(label) for label in labels]
    kept = {one for one, other in zip(english, spanish, strict=True) if one == other}
    assert kept - same_in_both_languages() == set()


def test_compiled_texts_are_those_written():
    written = {(e.msgctxt, e.msgid): said(e) for e in polib.pofile(FOLDER / "django.po") if any(said(e))}
    compiled = {(e.msgctxt, e.msgid): said(e) for e in polib.mofile(FOLDER / "django.mo") if e.msgid}
    assert compiled == written


def test_no_text_is_left_in_english():
    texts = polib.pofile(FOLDER / "django.po")
    assert [entry.msgid for entry in texts if not entry.obsolete and not any(said(entry))] == []


def test_every_plural_has_all_the_forms_that_spanish_has():
    texts = polib.pofile(FOLDER / "django.po")
    forms = int(re.search(r"nplurals=(\d)", texts.metadata["Plural-Forms"])[1])
    counted = [entry for entry in texts if entry.msgid_plural]
    assert counted
    assert [entry.msgid for entry in counted if len([form for form in said(entry) if form]) != forms] == []
