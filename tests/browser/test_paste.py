"""Text that is pasted from Word keeps its headings, lists and tables as far as the editor allows."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from pages.models import StandardPage
from tests.factories import make_standard_page, section

pytestmark = [pytest.mark.writes, pytest.mark.slow]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<h2>Before you come<o:p></o:p></h2>
<p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1">
<span style="mso-list:Ignore">·<span>   </span></span>Bring your card</p>
<p class="MsoListParagraphCxSpLast" style="mso-list:l0 level1 lfo1">
<span style="mso-list:Ignore">·<span>   </span></span>Eat <b>nothing</b></p>
<p class="MsoListParagraph" style="mso-list:l1 level1 lfo2"><span style="mso-list:Ignore">1.<span>   </span></span>
Park</p>
<table><tr><td>Day</td><td>Hours</td></tr><tr><td>Monday</td><td>8 to 4</td></tr></table>
<p>See <a href="https://example.com/">this</a>.<img src="file:///C:/pain.png"></p></body></html>"""
PASTE = """([selector, html]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", "plain");
    const target = document.querySelector(selector);
    target.focus();
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_pasted_text_is_kept_and_what_was_changed_is_said(admin):
    home = Site.objects.get(is_default_site=True).root_page
    page = make_standard_page(home, body=[section("text_section", heading="More", text="")])
    admin.goto(f"/admin/pages/{page.pk}/edit/")
    editor = admin.locator(".public-DraftEditor-content").first
    editor.click()
    admin.evaluate(PASTE, [".public-DraftEditor-content", WORD])
    expect(editor.locator("ul li")).to_have_text(["Bring your card", "Eat nothing", "Day: Hours", "Monday: 8 to 4"])
    expect(editor.locator("ol li")).to_have_text(["Park"])
    report = admin.locator("[data-paste-report]")
    for sentence in ("Pictures left out: 1.", "Tables that became lists: 1.", "Headings that became bold text: 1."):
        expect(report).to_contain_text(sentence)
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    admin.get_by_text("has been published").wait_for()
    html = StandardPage.objects.get(pk=page.pk).body[0].value["text"].source
    for part in ("<b>Before you come</b>", "Eat <b>nothing</b>", '<a href="https://example.com/">this</a>'):
        assert part in html
