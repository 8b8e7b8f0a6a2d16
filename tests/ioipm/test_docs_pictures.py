"""The pictures of README.md and the guides exist, are used, and show the site as it is."""

import re

import pytest

from ioipm.settings.environment import BASE_DIR
from tests import docs_pictures
from tests.docs_pictures import FOLDER, SOURCES, blocks, current_digests, stale_pictures

DOCUMENTS = [BASE_DIR / "README.md", *sorted((BASE_DIR / "docs").rglob("*.md"))]
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)[^)]*\)|<img[^>]*\bsrc=\"([^\"]+)\"")


def named_pictures() -> set:
    """Return the files that the documents show."""
    return {
        (document.parent / (markdown or html)).resolve()
        for document in DOCUMENTS
        for markdown, html in PICTURE.findall(document.read_text(encoding="utf-8"))
        if "://" not in (markdown or html)
    }


def pictures() -> set:
    """Return the files in docs/pictures/."""
    return {file.resolve() for file in FOLDER.rglob("*") if file.is_file() and file.suffix != ".json"}


def test_every_picture_that_a_document_shows_exists():
    assert named_pictures()
    assert sorted(str(file) for file in named_pictures() if not file.is_file()) == []


def test_every_picture_is_shown_by_a_document():
    assert sorted(str(file) for file in pictures() - named_pictures()) == []


def test_sources_of_every_picture_are_known():
    names = {str(file.relative_to(FOLDER.resolve()).with_suffix("")) for file in pictures()}
    assert {*SOURCES, *blocks()} == names


def test_every_source_exists():
    assert [pattern for patterns in SOURCES.values() for pattern in patterns if not any(BASE_DIR.glob(pattern))] == []


def test_no_picture_is_stale():
    assert stale_pictures() == [], "Run `make pictures`, look at the new pictures, and commit them."


@pytest.mark.parametrize(
    ("change", "is_stale"),
    [("<p>New text</p>", True), ("{# a comment #}\n\n  ", False), ("{% comment %}more{% endcomment %}", False)],
)
def test_picture_is_stale_when_what_it_shows_changes(tmp_path, monkeypatch, change, is_stale):
    template = tmp_path / "templates/forms/thank_you.html"
    template.parent.mkdir(parents=True)
    template.write_text("<h1>Thank you</h1>", encoding="utf-8")
    monkeypatch.setattr(docs_pictures, "BASE_DIR", tmp_path)
    before = current_digests()
    template.write_text("<h1>Thank you</h1>" + change, encoding="utf-8")
    assert current_digests() == (before | {"form-thanks": current_digests()["form-thanks"]})
    assert (current_digests() != before) == is_stale
