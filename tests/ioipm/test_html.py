"""The Nu HTML checker finds nothing wrong on any page."""

import os
import re
import shutil
import subprocess

import pytest
from django.db import connection

from ioipm.settings.environment import BASE_DIR
from tests.contact_form import CONTACT, send
from tests.newsletter import sign_up

JAR = os.environ.get("VNU_JAR") or str(BASE_DIR / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar")
NEWSLETTER = ["", "check-your-mail/", "confirmed/", "unsubscribe/x/", "unsubscribed/"]
BESIDE_THE_SITEMAP = {
    "contact": CONTACT,
    "not-found": "/nothing-here/",
    "search": "/search/?q=pain",
    "search-nothing": "/search/?q=xyzzyx",
    "styleguide": "/styleguide/",
    **{f"newsletter_{name.replace('/', '_')}": f"/newsletter/{name}" for name in NEWSLETTER},
}

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the pages are the same on every database")


def test_checker_has_nothing_to_say_about_any_page(client, tmp_path):
    if not (shutil.which("java") and os.path.exists(JAR)) and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("The checker is not installed: npm install --prefix var/tools vnu-jar, and Java")
    found = re.findall(r"<loc>https://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    pages = {address.strip("/").replace("/", "_") or "home": address for address in found} | BESIDE_THE_SITEMAP
    for name, address in pages.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(address).content)
    answers = {
        "mistakes": send(client, answers={}),
        "thank-you": client.get(send(client)["Location"]),
        "newsletter-mistake": sign_up(client, email="me"),
    }
    for name, answer in answers.items():
        (tmp_path / f"{name}.html").write_bytes(answer.content)
    command = ["java", "-jar", JAR, "--format", "gnu", *sorted(map(str, tmp_path.glob("*.html")))]
    said = subprocess.run(command, capture_output=True, text=True)
    assert (said.returncode, said.stderr.strip()) == (0, "")
    assert len(pages) > 45
