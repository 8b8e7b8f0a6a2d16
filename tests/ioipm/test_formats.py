"""Dates are written as the reader's language writes them."""

import datetime
import re
from importlib import import_module

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

MOMENT = datetime.datetime(2026, 11, 5, 14, 30)
OWN = ("WEEKDAY_FORMAT", "MOMENT_FORMAT", "SHORT_MOMENT_FORMAT")


@pytest.mark.parametrize(
    ("name", "english", "spanish"),
    [
        ("WEEKDAY_FORMAT", "Thursday, Nov. 5, 2026", "jueves, 5 de noviembre de 2026"),
        ("MOMENT_FORMAT", "Nov. 5, 2026, 2:30 p.m.", "5 de noviembre de 2026, 2:30 p.m."),
        ("SHORT_MOMENT_FORMAT", "Nov. 5, 2:30 p.m.", "5 de nov., 2:30 p.m."),
        ("DATE_FORMAT", "Nov. 5, 2026", "5 de noviembre de 2026"),
        ("MONTH_DAY_FORMAT", "November 5", "5 de noviembre"),
    ],
)
def test_date_is_in_the_order_of_the_language(name, english, spanish):
    for code, expected in (("en", english), ("es", spanish)):
        with override(code):
            assert date_format(MOMENT, name).lower() == expected.lower()


def test_own_formats_exist_in_every_language():
    modules = [import_module(f"ioipm.formats.{code}.formats") for code, _name in settings.LANGUAGES]
    assert len(modules) >= 2
    assert [(module.__name__, name) for module in modules for name in OWN if not hasattr(module, name)] == []


def test_templates_write_no_date_in_the_order_of_one_language():
    """A template names a format, writes a date for machines, or a part that has no order."""
    for_machines = {"c", "Y-m-d", "H:i", "g:i", "Y", "l", "D"}
    templates = [(path, path.read_text()) for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    used = {(path.name, one) for path, text in templates for one in re.findall(r'\|date:"([^"]+)"', text)}
    assert used
    assert {(name, one) for name, one in used if one not in for_machines and not one.endswith("_FORMAT")} == set()
