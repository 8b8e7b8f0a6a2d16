"""The style guide shows every component to developers, and is not served in production."""

import os
import subprocess
import sys

import pytest

from ioipm.settings.environment import BASE_DIR
from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock
from tests.html import soup

pytestmark = pytest.mark.django_db

ADDRESS = "/styleguide/"
PROBE = "from django.conf import settings; print(settings.STYLEGUIDE)"


def test_every_section_is_shown_with_its_preview(client):
    shown = {part["data-component"] for part in soup(client.get(ADDRESS)).select("[data-component]")}
    assert {*ConditionBodyBlock().child_blocks, *TreatmentBodyBlock().child_blocks} <= shown


def test_every_component_of_the_stylesheets_is_on_the_page(client):
    page = soup(client.get(ADDRESS))
    elsewhere = {
        "a-to-z",
        "area-filter",
        "body-map",
        "body-map-areas",
        "breadcrumbs",
        "hero",
        "referring-offices",
        "spine",
        "visit",
        "language-hint",
        "languages",
        "location",
    }
    elsewhere |= {
        "language-hint",
        "page-group",
        "page-sections",
        "passage",
        "people",
        "related",
        "search-answer",
        "sources",
        "translation-note",
        "typed-text",
    }  # on the pages they are for
    elsewhere |= {"contact", "honeypot", "recaptcha", "search-results", "search-suggestions"}  # in the forms
    parts_of = {"form-choices": "form__choices", "menu-wide": "menu", "submenu-wide": "submenu"}
    parts_of |= {"closing": "section--closing", "option": "tiers"}
    names = {file.stem for file in (BASE_DIR / "static/css/components").iterdir()} - elsewhere
    missing = {name for name in names if not page.select(f".{parts_of.get(name, name)}")}
    assert missing == set()


def test_style_guide_is_off_in_production():
    settings = {"DJANGO_SETTINGS_MODULE": "ioipm.settings.base", "SECRET_KEY": "x"}
    command = [sys.executable, "-c", PROBE]
    result = subprocess.run(
        command, cwd=BASE_DIR, env=os.environ | settings, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"
