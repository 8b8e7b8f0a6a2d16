"""The Nu HTML checker finds nothing wrong on any page."""

import os
import re
import shutil
import subprocess

import pytest
from django.db import connection

from ioipm.settings.environment import BASE_DIR

JAR = os.environ.get("VNU_JAR") or str(BASE_DIR / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar")
BESIDE_THE_SITEMAP = {"not-found": "/nothing-here/", "styleguide": "/styleguide/"}

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the pages are the same on every database")


def test_checker_has_nothing_to_say_about_any_page(client, tmp_path):
    if not (shutil.which("java") and os.path.exists(JAR)) and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("The checker is not installed: npm install --prefix var/tools vnu-jar, and Java")
    found = re.findall(r"<loc>https://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    pages = {address.strip("/").replace("/", "_") or "home": address for address in found} | BESIDE_THE_SITEMAP
    for name, address in pages.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(address).content)
    command = ["java", "-jar", JAR, "--format", "gnu", *sorted(map(str, tmp_path.glob("*.html")))]
    said = subprocess.run(command, capture_output=True, text=True)
    assert (said.returncode, said.stderr.strip()) == (0, "")
    assert len(pages) > 45
