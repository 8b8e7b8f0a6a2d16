"""Real files: at least 98 % of the good files are accepted, all bad files are refused, and each error helps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError

from forms.inbox.files.checks import REFUSALS, check
from tests.corpus import GOOD
from tests.corpus.bad import BAD
from tests.corpus.special import SPECIAL, with_field
from tests.sample import sample

MINIMUM_RATE = 0.98
MAXIMUM_COMMITTED_BYTES = 3_000_000


def refusals(files):
    """Check files, each a name and a function that returns the content. Return pairs of name and error or None."""

    def refusal(file):
        name, make = file
        try:
            check(name, make())
        except ValidationError as error:
            return name, error
        return name, None

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(refusal, files))


@pytest.mark.slow
def test_good_files_are_accepted(record_testsuite_property):
    corpus = [(path.name, path.read_bytes) for path in sorted(GOOD.iterdir())] + list(SPECIAL.items())
    files = sample(corpus)
    refused = [f"{name}: {error.messages[0]}" for name, error in refusals(files) if error]
    rate = 1 - len(refused) / len(files)
    record_testsuite_property("good_files_accepted", f"{rate:.1%} of {len(files)}")
    assert len(corpus) >= 80
    assert rate >= MINIMUM_RATE, refused
    assert refused == []  # a new refusal may be right, but somebody has to decide it


@pytest.mark.slow
def test_bad_files_are_refused_for_the_right_reason(record_testsuite_property):
    cases = sample(BAD.items())
    results = refusals(
        (name, make if callable(make) else lambda content=make: content) for _case, (name, make, _code) in cases
    )
    codes = {
        case: (error and error.code, code) for (case, (_, _, code)), (_, error) in zip(cases, results, strict=True)
    }
    record_testsuite_property("bad_files_refused", f"{sum(bool(found) for found, _ in codes.values())} of {len(codes)}")
    assert len(BAD) >= 80
    assert {case: pair for case, pair in codes.items() if not pair[0] or (pair[1] and pair[0] != pair[1])} == {}


def test_corpus_is_small():
    assert sum(path.stat().st_size for path in GOOD.iterdir()) < MAXIMUM_COMMITTED_BYTES


@pytest.mark.parametrize("code", REFUSALS)
def test_each_error_names_the_file_and_says_what_to_do(code):
    sentence = REFUSALS[code] % {"name": "a.pdf", "named": "PDF"}
    assert "“a.pdf”" in sentence
    assert sentence.count(". ") >= 1
    assert sentence.endswith(".")
    assert len(sentence) < 160


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("phone-named-heic-is-jpeg.HEIC", "phone-named-heic-is-jpeg.jpg"),
        ("phone-named-jpg-is-heic.jpg", "phone-named-jpg-is-heic.jpg"),
        ("download-named-jpg-is-png.jpg", "download-named-jpg-is-png.png"),
        ("download-named-png-is-pdf.png", "download-named-png-is-pdf.pdf"),
        ("pillow-two-pictures.mpo", "pillow-two-pictures.mpo"),
    ],
)
def test_file_with_the_ending_of_another_accepted_kind_is_renamed(name, kept_as):
    checked = check(name, (GOOD / name).read_bytes())
    assert checked.name == kept_as
    assert checked.content_type == {"pdf": "application/pdf", "png": "image/png"}.get(kept_as[-3:], "image/jpeg")


def test_the_sender_of_a_form_with_a_changed_script_is_told():
    with pytest.raises(ValidationError, match="has a script or another file inside"):
        check("form.pdf", with_field(C="app.alert(1)"))
