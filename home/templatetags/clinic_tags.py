"""The clinic's facts, for every template."""

from django import template

from home.clinic import main_location
from pages.languages import reader_language

register = template.Library()


@register.simple_tag(takes_context=True)
def main_clinic(context):
    """The main location: name, numbers, address and hours. None while there is none."""
    return main_location(context.get("request"))


@register.simple_tag
def speaks_reader_language(page):
    """Whether the words editors wrote on the page are in the reader's language; numbers and hours always are.

    False for no page.
    """
    return bool(page) and page.language_code == reader_language()
