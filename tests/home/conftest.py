"""Fixtures for tests of the seed."""

import pickle

import pytest

from home.seed import files

parsed = {}


@pytest.fixture(autouse=True)
def parse_each_text_once(monkeypatch):
    """Parse a content file only if this process has not parsed the same text before: parsing all takes 0.4 s."""
    parse = files._parse

    def parse_once(name, file, *what):
        key = (name, file.read_bytes() if file.exists() else None)
        if key not in parsed:
            parsed[key] = pickle.dumps(parse(name, file, *what))  # an error is raised and not saved
        return pickle.loads(parsed[key])  # noqa: S301, a copy that the test may change

    monkeypatch.setattr(files, "_parse", parse_once)
