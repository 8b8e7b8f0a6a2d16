"""Help in the admin: the menu opens the guide, and its search shows only the sections that contain the words."""

import pytest

pytestmark = [pytest.mark.writes, pytest.mark.slow]


def test_help_opens_the_guide_and_its_search_finds_a_section(admin):
    admin.get_by_role("link", name="Help", exact=True).first.click()
    admin.get_by_role("heading", name="Editing the site", level=1).wait_for()
    sections = admin.locator(".guide__text section:visible")
    assert sections.count() > 20

    admin.get_by_label("Find in this guide").fill("Focal Point")
    admin.get_by_role("heading", name="Images").wait_for()
    assert 1 <= sections.count() <= 3
    assert admin.get_by_role("status").get_by_text("section").count() == 1
    assert admin.get_by_role("link", name="Legal notices").count() == 0

    admin.get_by_label("Find in this guide").fill("")
    admin.get_by_role("link", name="Save, publish and undo").click()
    assert admin.get_by_role("heading", name="Save, publish and undo").is_visible()
    picture = admin.locator(".guide__text img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")

    admin.set_viewport_size({"width": 390, "height": 800})
    assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")
