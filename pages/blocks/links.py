"""Blocks that link to a page of the site or to another website."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.models import Page

from pages.blocks.base import RequiredMessagesBlock


class WayInValue(blocks.StructValue):
    """The content of a way in."""

    @property
    def fragment(self) -> str:
        """The end of the address that opens the section of the page; "" for the top of the page."""
        return f"#{slugify(self['section'])}" if self.get("section") else ""


class WayInBlock(blocks.StructBlock):
    """A link to a page that many readers look for, with a sentence about it."""

    page = blocks.PageChooserBlock(label=gettext_lazy("Page"))
    heading = blocks.CharBlock(
        label=gettext_lazy("Words of the link"),
        required=False,
        default="",
        max_length=60,
        help_text=gettext_lazy("For example: “Prepare for a visit”. Left empty: the title of the page."),
    )
    section = blocks.CharBlock(
        label=gettext_lazy("Section of the page"),
        required=False,
        default="",
        max_length=120,
        help_text=gettext_lazy(
            "To open the page at a section, copy the heading of the section. Left empty: the top of the page."
        ),
    )
    text = blocks.CharBlock(
        label=gettext_lazy("Text"), max_length=160, help_text=gettext_lazy("One sentence: what the reader finds there.")
    )

    def get_preview_value(self) -> blocks.StructValue:
        """Return a link to the first page of the menu."""
        page = Page.objects.live().in_menu().order_by("path").first()
        text = _("Find out what may lie behind your pain.")
        return self.normalize({"page": page, "heading": "", "section": "", "text": text})

    class Meta:
        icon = "link"
        label = gettext_lazy("Way in")
        description = gettext_lazy("A link to a page that many readers look for, with a sentence about it.")
        template = "blocks/way_in.html"
        value_class = WayInValue


class ConnectLinkBlock(RequiredMessagesBlock):
    """A link to the clinic's page on a social network or in a directory."""

    name = blocks.CharBlock(
        label=gettext_lazy("Name"), max_length=40, help_text=gettext_lazy("For example: “Facebook”")
    )
    url = blocks.URLBlock(label=gettext_lazy("Address"), help_text=gettext_lazy("Begins with https://"))

    required_messages = {
        "name": gettext_lazy("Name the website that the link opens, for example “Facebook”."),
    }

    def clean(self, value: Any) -> blocks.StructValue:
        """Return the valid value. Raise `StructBlockValidationError` if the address does not begin with https://."""
        cleaned = super().clean(value)
        if not cleaned["url"].startswith("https://"):
            message = _("Begin the address with https://, so that the connection is safe.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "site"
        label = gettext_lazy("Link")
        description = gettext_lazy("The clinic's page on a social network, shown under “Connect With Us”.")
        template = "blocks/connect_link.html"
        preview_value = {"name": "Facebook", "url": "https://www.facebook.com/"}
