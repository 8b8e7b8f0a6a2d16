"""Parse the HTML of a response, and read its text and its JSON-LD."""

import json
import re

from bs4 import BeautifulSoup


def soup(response):
    """Return the parsed HTML of the response."""
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    """Return the text of an element with single spaces."""
    return re.sub(r"\s+", " ", element.get_text()).strip()


def json_ld(response):
    """Return the JSON-LD objects of the response as a dict by their `@type`."""
    scripts = soup(response).find_all("script", type="application/ld+json")
    return {data["@type"]: data for data in (json.loads(script.string) for script in scripts)}
