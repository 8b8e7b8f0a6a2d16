"""Blocks for pages of every type."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from pages.blocks.base import (
    TEXT_FEATURES,
    BodyBlock,
    ExplainedBlock,
    ProseSectionBlock,
    TermSectionBlock,
)

GENERAL = _("General")


class LanguageChoiceBlock(blocks.ChoiceBlock):
    """The language of a section that differs from the language of the page."""

    choices = [("en", _("English")), ("es", _("Spanish"))]


class TextSectionBlock(ProseSectionBlock):
    """A heading with rich text."""

    text = blocks.RichTextBlock(label=_("Text"), features=[*TEXT_FEATURES, "document-link"])
    language = LanguageChoiceBlock(
        label=_("Language"),
        required=False,
        help_text=_("Only where this section is not in the page's own language: a screen reader then speaks it right."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = GENERAL
        description = _("A heading with running text. For whatever has no section of its own.")
        template = "blocks/text_section.html"
        preview_value = {
            "heading": "Before your first visit",
            "text": "<p>Ask the doctor who sends you for a referral. Bring a list of the medicines you take.</p>",
        }


class TermListBlock(TermSectionBlock):
    """A heading with a list of terms and descriptions."""

    class Meta:
        icon = "list-ul"
        label = _("List of terms")
        group = GENERAL
        description = _("A list in which each line has a term and what it means.")
        template = "blocks/term_list.html"
        preview_value = {
            "heading": "What to bring",
            "introduction": "Please bring:",
            "items": [
                {"term": "Your referral", "description": "The letter of the doctor who sends you."},
                {"term": "Your medicines", "description": "A list with the dose of each."},
            ],
        }


class CaptionedImageBlock(blocks.StructBlock):
    """An image with a caption and a text alternative."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=200)

    class Meta:
        icon = "image"
        label = _("Image")
        group = GENERAL
        description = _("A picture with a caption. Say in words what it shows, or mark it as decorative.")
        template = "blocks/captioned_image.html"
        preview_template = "blocks/previews/captioned_image.html"
        preview_value = {"image": None, "caption": "The way to the entrance"}


class UrgencyChoiceBlock(blocks.ChoiceBlock):
    """What the reader should do."""

    choices = [("emergency", _("Call 911")), ("call_us", _("Call the clinic"))]


class CareCardBlock(ExplainedBlock):
    """A list of urgent signs, and whom to call."""

    urgency = UrgencyChoiceBlock(
        label=_("What the reader should do"),
        default="call_us",
        help_text=_("“Call 911” is shown in red; “Call the clinic” shows the clinic's phone number."),
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, help_text=_("For example: “Call 911 if you have”"))
    text = blocks.RichTextBlock(
        label=_("Signs"), features=TEXT_FEATURES, help_text=_("A short list of signs, one to a line.")
    )

    explanations = {
        "heading": _("Say in the heading what to do, for example “Call 911 if you have”."),
        "text": _("List the signs, or delete the card: an empty warning frightens and does not help."),
    }

    class Meta:
        icon = "warning"
        label = _("Care card")
        group = GENERAL
        description = _("When to call 911, or when to call the clinic. Stands out from the page.")
        template = "blocks/care_card.html"
        preview_value = {
            "urgency": "emergency",
            "heading": "Call 911 if you have",
            "text": "<ul><li>sudden weakness in both legs</li><li>loss of control of bladder or bowels</li></ul>",
        }


class GeneralBodyBlock(BodyBlock):
    """The sections of a page that is not about a condition or treatment."""

    text_section = TextSectionBlock()
    term_list = TermListBlock()
    captioned_image = CaptionedImageBlock()
    care_card = CareCardBlock()
