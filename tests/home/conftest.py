"""Fixtures for tests of the seed, which reads and checks all content files each time: two seconds."""

import pickle

import pytest

from home.seed import files
from home.seed.values import PageValues, digest

parsed = {}
valid = set()


@pytest.fixture(autouse=True)
def parse_each_text_once(monkeypatch):
    """Parse a content file only if this process has not parsed the same text before."""
    parse = files._parse

    def parse_once(name, file, *what):
        key = (name, file.read_bytes() if file.exists() else None)
        if key not in parsed:
            parsed[key] = pickle.dumps(parse(name, file, *what))  # an error is raised and not saved
        return pickle.loads(parsed[key])  # noqa: S301, a copy that the test may change

    monkeypatch.setattr(files, "_parse", parse_once)


@pytest.fixture(autouse=True)
def check_each_page_once(monkeypatch):
    """Validate the values of a content file only if the same values have not been found valid in this process."""
    check = PageValues.check

    def check_once(self, page):
        key = (self.content.path, digest(self.content))
        if key not in valid:
            check(self, page)
            valid.add(key)

    monkeypatch.setattr(PageValues, "check", check_once)
