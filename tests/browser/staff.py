"""A member of staff in a browser, whose clicks and filled fields are counted."""

import re
from dataclasses import dataclass
from typing import Any

DONE = re.compile("has been published|created and published|scheduled for publishing|submitted (to|for)|has been saved")


@dataclass
class Person:
    """A user of the admin in a browser, whose clicks and filled fields are counted."""

    page: Any
    clicks: int = 0
    fields: int = 0

    def click(self, target):
        """Click an element: a locator, or the name of a button, link or item, or a pattern for it."""
        if isinstance(target, str | re.Pattern):
            target = (
                self.page.get_by_role("button", name=target, exact=True)
                .or_(self.page.get_by_role("link", name=target, exact=True))
                .or_(self.page.get_by_role("tab", name=target, exact=True))
            )
        target.locator("visible=true").first.click()
        self.clicks += 1

    def fill(self, target, text):
        """Fill in a field: a locator, or the name of the form's field."""
        (self.page.locator(f'[name="{target}"]') if isinstance(target, str) else target).fill(text)
        self.fields += 1

    def tick(self, name, value):
        """Tick a checkbox or a radio button, or choose an option of a list."""
        field = self.page.locator(f'select[name="{name}"], [name="{name}"][value="{value}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.check()
        self.clicks += 1

    def add_page(self, parent, kind=""):
        """Open the form for a new page below the page of this title."""
        self.search(parent)
        first = self.page.get_by_role("link", name=f"Add a child page to '{parent}'")  # shown as long as it has none
        self.click(first.or_(self.page.get_by_role("link", name=f"Explore child pages of '{parent}'")))
        if not self.page.url.endswith("/add_subpage/") and "/add/" not in self.page.url:
            self.click(self.page.get_by_role("link", name="Add child page", exact=True))
        if kind:
            self.click(self.page.get_by_role("link", name=re.compile(f"^{kind}")))

    def find_page(self, title):
        """Open a page in the editor."""
        self.search(title)
        self.click(self.page.locator("td.title a[href$='/edit/']").get_by_text(title, exact=True))

    def search(self, words):
        """Search pages with the field on the first page of the admin."""
        self.page.goto("/admin/")
        field = self.page.get_by_role("textbox", name="Search term")
        self.fill(field, words)
        field.press("Enter")

    def finish(self, action="Publish"):
        """Publish the open page, or do another action of its menu, and wait until that is done."""
        self.click("More actions")
        self.click(action)
        self.page.locator(".messages").get_by_text(DONE).first.wait_for()
