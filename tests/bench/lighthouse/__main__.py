"""`make lighthouse`: measure five kinds of pages in both languages with Lighthouse, and how fast they react to clicks.

The site runs as in production, behind nginx with the file of deploy/ and a certificate of its own. Chromium finds the
site's host name on this machine, so nothing but the certificate differs from the real site. Lighthouse uses its mobile
throttling. The reaction (INP, interaction to next paint) is that to real clicks and keys at a width of 390 pixels, on
a processor that is slowed down four times. Exits with 1 if a limit is missed.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from bs4 import BeautifulSoup
from playwright.sync_api import Page, sync_playwright

from tests.bench.readers import HEADERS
from tests.bench.servers import gunicorn
from tests.bench.servers import running as running_server
from tests.bench.services import site_with_services
from tests.bench.slow_clients import write
from tests.browser.conftest import CHROMIUM, launch
from tests.crash.patients import HOST
from tests.services import certificate, free_port, nginx_command

FOLDER = Path(__file__).parent
PAGES = (
    "/",
    "/conditions-we-treat/mid-back-pain/",
    "/treatments-we-provide/epidural-injections/",
    "/locations/russellville/",
    "/contact-us/",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MOST_LCP = 1200  # milliseconds
MOST_INP = 50
MOST_REQUESTS = 6  # without the manifest, which a browser reads only to offer an installation
HOME_PAGES = ("/", "/es/")  # need one more, for the body map
MOST_BYTES = 50_000
SLOWER = 4
PHONE = {"width": 390, "height": 844}
SEARCH = "/search/"
CLICKED = (
    ".header .menu-button",
    ".menu .submenu:nth-of-type(1) summary",
    ".menu .menu-button--close",
    "details.contents summary",
    "main details:not(.contents) summary",
)
TYPED_INTO = ("main .search-form__input", "form textarea", "form input[name=name]")
OBSERVE = """
window.slowest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.interactionId) window.slowest = Math.max(window.slowest, entry.duration);
  }
}).observe({ type: "event", buffered: true, durationThreshold: 16 });
"""


@dataclass
class Figures:
    """What was measured of a page: scores from 0 to 100, milliseconds, the layout shift, paths requested, bytes."""

    path: str
    scores: dict[str, int]
    lcp: float
    cls: float
    requests: list[str]
    size: int
    problems: list[str]
    inp: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether the page is within all limits."""
        return (
            all(score == 100 for score in self.scores.values())
            and self.lcp <= MOST_LCP
            and self.cls < 0.005  # of which Lighthouse shows two digits
            and len(self.requests) <= MOST_REQUESTS + (self.path in HOME_PAGES)
            and self.size <= MOST_BYTES
            and self.inp < MOST_INP
        )


def spanish(path: str, port: int) -> str:
    """Return the path of the page's translation."""
    page = requests.get(f"http://127.0.0.1:{port}{path}", headers=HEADERS, timeout=60)
    link = BeautifulSoup(page.content, "html.parser").select_one("link[rel=alternate][hreflang=es]")
    return urlsplit(link["href"]).path


def body_size(path: str, port: int) -> int:
    """Return the bytes of a compressed response, without its headers."""
    headers = HEADERS | {"Accept-Encoding": "br, gzip"}
    with requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, stream=True, timeout=60) as response:
        return len(response.raw.read())


def chromium_options(port: int) -> list[str]:
    """Return the options with which Chromium finds the site on this machine."""
    return [f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{port}", "--ignore-certificate-errors"]


def lighthouse(path: str, port: int, site_port: int, folder: Path) -> Figures:
    """Return what Lighthouse measures of a page."""
    report = folder / "report.json"
    flags = ["--headless=new", "--no-sandbox", "--disable-background-networking", *chromium_options(port)]
    quoted = " ".join(re.sub("=(.* .*)", r'="\1"', flag) for flag in flags)  # as Lighthouse splits them
    command = [FOLDER / "node_modules" / ".bin" / "lighthouse", f"https://{HOST}{path}", "--quiet", "--output=json"]
    command += [f"--output-path={report}", f"--chrome-flags={quoted}", f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse could not measure {path}: {done.stderr}")
    found = json.loads(report.read_text())
    audits, categories = found["audits"], found["categories"]
    requested = [
        urlsplit(one["url"]).path
        for one in audits["network-requests"]["details"]["items"]
        if one["url"].startswith("http") and one.get("resourceType") != "Manifest"
    ]
    return Figures(
        path,
        {name: round(categories[name]["score"] * 100) for name in CATEGORIES},
        audits["largest-contentful-paint"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        requested,
        sum(body_size(one, site_port) for one in requested),
        [f"{name}: {problem}" for name in CATEGORIES for problem in problems(categories[name], audits)],
    )


def problems(category: dict, audits: dict) -> list[str]:
    """Return the titles of the audits that lower the score of a category."""
    names = [one["id"] for one in category["auditRefs"] if one["weight"] > 0]
    return [f"{audits[name]['title']} ({name})" for name in names if (audits[name]["score"] or 0) < 0.9]


def slowest_reaction(page: Page, path: str) -> float:
    """Return the milliseconds that the page takes at most to react to a click or a key; 0 if all take less than 16."""
    page.goto(f"https://{HOST}{path}")
    page.wait_for_load_state("networkidle")
    for selector in CLICKED:
        target = page.locator(selector).first
        if target.is_visible():
            target.click()
            page.wait_for_timeout(200)
    for selector in TYPED_INTO:
        target = page.locator(selector).first
        if target.is_visible():
            target.click()
            page.keyboard.type("pain", delay=100)
            page.wait_for_timeout(200)
    page.wait_for_timeout(500)
    return page.evaluate("window.slowest")


def reactions(paths: list[str], port: int) -> dict[str, float]:
    """Return the slowest reaction of each page, on a processor that is slowed down."""
    with sync_playwright() as playwright, launch(playwright.chromium, *chromium_options(port)) as browser:
        found = {}
        for path in paths:
            context = browser.new_context(viewport=PHONE, ignore_https_errors=True, has_touch=True, is_mobile=True)
            context.set_default_timeout(120_000)
            page = context.new_page()
            page.add_init_script(OBSERVE)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            found[path] = slowest_reaction(page, path)
            context.close()
        return found


def table_line(one: Figures) -> str:
    """Return the line of a page."""
    scores = "".join(f"{one.scores[name]:>5}" for name in CATEGORIES)
    return (
        f"{one.path:<50}{scores} {one.lcp / 1000:>6.2f} s {one.cls:>6.3f} {one.inp:>5.0f} ms {len(one.requests):>8} "
        f"{one.size / 1000:>6.1f} kB{'' if one.is_good else '  !'}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="make lighthouse", description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="a folder for the site's data, which is kept and used again")
    parser.add_argument("--pages", help="paths, separated by commas, instead of the five pages in both languages")
    options = parser.parse_args()
    with site_with_services(options.site) as (folder, variables, _postgresql, _redis):
        port = free_port()
        with gunicorn("ioipm.wsgi", folder, **variables) as (site_port, _process):
            command = nginx_command(folder, port, site_port, certificate(folder))
            paths = options.pages.split(",") if options.pages else [*PAGES, *(spanish(one, site_port) for one in PAGES)]
            with running_server(command, port, folder):
                inp = reactions([*paths, SEARCH], port)
                found = {path: lighthouse(path, port, site_port, folder) for path in paths}
    write(f"{'':<50}{'perf':>5}{'a11y':>5}{'best':>5}{'seo':>5} {'LCP':>8} {'CLS':>6} {'INP':>8} requests  bytes")
    for path, one in found.items():
        one.inp = inp[path]
        write(table_line(one))
        for problem in one.problems:
            write(f"    {problem}")
        if len(one.requests) > MOST_REQUESTS:
            write(f"    requests: {' '.join(one.requests)}")
    write(f"INP of {SEARCH}: {inp[SEARCH]:.0f} ms")
    return int(inp[SEARCH] >= MOST_INP or not all(one.is_good for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
