"""The Nu HTML checker finds no error on any page."""

import os
import re
import shutil
import subprocess

import pytest

from ioipm.settings.environment import BASE_DIR
from tests.contact_form import CONTACT, send
from tests.newsletter import sign_up
from tests.sample import sample

JAR = os.environ.get("VNU_JAR") or str(BASE_DIR / "node_modules/vnu-jar/build/dist/vnu.jar")
NEWSLETTER = ["", "check-your-mail/", "confirmed/", "unsubscribe/x/", "unsubscribed/"]
TYPES = ["/", "/locations/", "/locations/russellville/", "/conditions-we-treat/", "/conditions-we-treat/mid-back-pain/"]
TYPES += ["/treatments-we-provide/", "/treatments-we-provide/pirft/", "/patient-resources/", "/referral-form/"]
NOT_IN_SITEMAP = {
    "contact": CONTACT,
    "not-found": "/nothing-here/",
    "search": "/search/?q=pain",
    "search-nothing": "/search/?q=xyzzyx",
    "styleguide": "/styleguide/",
    **{f"newsletter_{name.replace('/', '_')}": f"/newsletter/{name}" for name in NEWSLETTER},
}

pytestmark = pytest.mark.slow


def test_every_page_is_valid_html(db, client, tmp_path):
    if not (shutil.which("java") and os.path.exists(JAR)) and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("The checker is not installed: run `make tools`, and install Java")
    found = re.findall(r"<loc>https://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(found) > 45
    pages = {address.strip("/").replace("/", "_") or "home": address for address in [*TYPES, *sample(found)]}
    pages |= NOT_IN_SITEMAP
    for name, address in pages.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(address).content)
    responses = {
        "mistakes": send(client, answers={}),
        "thank-you": client.get(send(client)["Location"]),
        "newsletter-mistake": sign_up(client, email="me"),
    }
    for name, response in responses.items():
        (tmp_path / f"{name}.html").write_bytes(response.content)
    command = ["java", "-jar", JAR, "--format", "gnu", *sorted(map(str, tmp_path.glob("*.html")))]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stderr.strip()) == (0, "")
