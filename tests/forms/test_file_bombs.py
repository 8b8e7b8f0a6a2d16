"""Decompression bombs: a file that decompresses to gigabytes is refused within 2 s of CPU time and 200 MB of memory."""

import resource
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from forms.inbox.files.checks import READER, check
from tests.bombs import BOMBS, jpeg_of_many_scans, pdf_with_compressed_objects, pdf_with_stream, png_of, zeros
from tests.corpus import GOOD
from tests.corpus.special import pdf_of_scans, pdf_of_tags
from tests.files import opened, pdf, picture

pytestmark = pytest.mark.slow

SECONDS, MEGABYTES = 2, 200


# Peak memory of a new process starts at that of its parent. So a small process starts the reader and measures it.
MEASURE = """
import resource, subprocess, sys
answer = subprocess.run([sys.executable, "-I", *sys.argv[1:]], stdin=sys.stdin, capture_output=True).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(answer.partition(b"\\n")[0].decode() or "stopped", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def read(kind, content):
    """Run the reader; return its first word of output, its CPU time in seconds and its peak memory in megabytes."""
    command = [sys.executable, "-I", "-c", MEASURE, READER, kind]
    word, *used = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().split()
    return word, *map(float, used)


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_within_the_limits_of_time_and_memory(name):
    kind, make = BOMBS[name]
    word, seconds, megabytes = read(kind, make())
    assert word != "ok"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_data_beyond_the_size_of_a_png_is_not_decompressed():
    word, seconds, megabytes = read("png", png_of(10, 10, zeros(3000)))
    assert word == "ok"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("make", [pdf_of_tags, pdf_of_scans])
def test_large_but_good_pdf_needs_no_more_than_a_bomb(make):
    """An export with 60,000 tags, and twelve scanned pages, each of 26 MB when unpacked."""
    word, seconds, megabytes = read("pdf", make())
    assert word == "ok"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize(
    ("name", "most"),
    [("phone-48-megapixels.jpg", 200), ("phone-48-megapixels.heic", 600), ("scan-48-megapixels.png", 500)],
)
def test_picture_of_48_megapixels_is_halved_in_bounded_memory(name, most):
    kind = {"jpg": "jpeg", "heic": "heic", "png": "png"}[name.rpartition(".")[2]]
    content = (GOOD / name).read_bytes()
    word, _seconds, megabytes = read(kind, content)
    assert word == "ok"
    assert megabytes < most
    assert sorted(opened(check(name, content).content).size) == [3024, 4032]


def test_error_message_says_what_to_do():
    for name, content, sentence in [
        ("a.png", png_of(20_000, 20_000, b""), "has more than 50 megapixels. Send a smaller copy"),
        ("a.jpg", jpeg_of_many_scans(), "is too large to open safely."),
        ("a.pdf", pdf_with_stream(zeros(1000)), "is too large to open safely."),
    ]:
        with pytest.raises(ValidationError) as caught:
            check(name, content)
        assert sentence in caught.value.messages[0]


def test_process_of_the_site_uses_little_memory_for_a_bomb():
    content = pdf_with_compressed_objects(zeros(3000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ValidationError):
        check("a.pdf", content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_valid_picture_of_nearly_40_megapixels_is_accepted(kind):
    image = Image.linear_gradient("L").resize((7000, 5700)).convert("RGB")
    assert check(f"a.{kind.lower()}", picture(kind, image=image)).content


def test_environment_of_the_reader_has_no_secrets(monkeypatch):
    """A file that exploits the reader finds neither keys nor addresses in its environment variables."""
    monkeypatch.setenv("MESSAGE_KEYS", "a secret")
    seen = {}
    monkeypatch.setattr(subprocess, "run", lambda *args, env, **options: seen.update(env) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check("a.pdf", pdf())
    assert set(seen) <= {"PATH", "LD_LIBRARY_PATH"}
