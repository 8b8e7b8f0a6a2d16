"""What a reader finds on a page, taken from its HTML."""

import json
import re

from bs4 import BeautifulSoup


def soup(response):
    """The answer's HTML."""
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    """An element's text with single spaces."""
    return re.sub(r"\s+", " ", element.get_text()).strip()


def json_ld(response):
    """The answer's JSON-LD, by type."""
    scripts = soup(response).find_all("script", type="application/ld+json")
    return {data["@type"]: data for data in (json.loads(script.string) for script in scripts)}
