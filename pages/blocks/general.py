"""The sections that every page type allows."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks.base import (
    TEXT_FEATURES,
    BodyBlock,
    ProseSectionBlock,
    SectionBlock,
    SectionValue,
    TermSectionBlock,
    is_empty,
    required_heading,
    rich_text_block,
)
from pages.blocks.images import CaptionedImageBlock
from pages.blocks.rows import RowChooserBlock
from pages.urgency import Urgency

GENERAL = _("General")


class LanguageChoiceBlock(blocks.ChoiceBlock):
    """The choice of a section's language, if that is not the page's language.

    The values are BCP 47 language tags. Besides English and Spanish, these are the languages of notices about language
    assistance (45 CFR 92.11).
    """

    choices = [
        ("en", _("English")),
        ("es", _("Spanish")),
        ("ar", "Arabic (العربية)"),
        ("zh-Hans", "Chinese, simplified (简体中文)"),
        ("zh-Hant", "Chinese, traditional (繁體中文)"),
        ("fr", "French (Français)"),
        ("de", "German (Deutsch)"),
        ("gu", "Gujarati (ગુજરાતી)"),
        ("hi", "Hindi (हिन्दी)"),
        ("hmn", "Hmong (Hmoob)"),
        ("ja", "Japanese (日本語)"),
        ("ko", "Korean (한국어)"),
        ("lo", "Lao (ລາວ)"),
        ("mh", "Marshallese (Kajin M̧ajeļ)"),
        ("pt", "Portuguese (Português)"),
        ("ru", "Russian (Русский)"),
        ("tl", "Tagalog"),
        ("vi", "Vietnamese (Tiếng Việt)"),
    ]


class TextSectionValue(SectionValue):
    """A text section, with the direction in which its language is written."""

    @property
    def direction(self) -> str:
        """The value of the HTML attribute `dir`; "" if the section is in the page's language."""
        if not self["language"]:
            return ""
        return "rtl" if self["language"] in settings.LANGUAGES_BIDI else "ltr"


class TextSectionBlock(ProseSectionBlock):
    """Rich text under a heading."""

    heading = required_heading()
    text = blocks.RichTextBlock(label=_("Text"), features=[*TEXT_FEATURES, "document-link"])
    language = LanguageChoiceBlock(
        label=_("Language"),
        required=False,
        help_text=_("Only if this section is not in the page's language. Screen readers then pronounce it correctly."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = GENERAL
        description = _("A heading with text. For anything that has no section type of its own.")
        value_class = TextSectionValue
        preview_value = {
            "heading": "Before your first visit",
            "text": "<p>Ask the doctor who sends you for a referral. Bring a list of the medicines you take.</p>",
        }


class TermListBlock(TermSectionBlock):
    """A list of terms with descriptions under a heading."""

    heading = required_heading()

    class Meta:
        icon = "list-ul"
        label = _("List of terms")
        group = GENERAL
        description = _("A list in which each item has a term and a description.")
        preview_value = {
            "heading": "What to bring",
            "introduction": "Please bring:",
            "items": [
                {"term": "Your referral", "description": "The letter of the doctor who sends you."},
                {"term": "Your medicines", "description": "A list with the dose of each."},
            ],
        }


class UrgencyChoiceBlock(blocks.ChoiceBlock):
    """The choice of an urgency."""

    choices = Urgency.choices


class CareCardValue(SectionValue):
    """The content of a care card."""

    @property
    def is_emergency(self) -> bool:
        """Whether the reader must call 911."""
        return self["urgency"] == Urgency.EMERGENCY

    @property
    def is_for_today(self) -> bool:
        """Whether the reader must see a doctor the same day."""
        return self["urgency"] == Urgency.TODAY


class CareCardBlock(SectionBlock):
    """Signs of danger, and whom the reader must call."""

    urgency = UrgencyChoiceBlock(
        label=_("What the reader should do"),
        default=Urgency.CALL_US.value,
        help_text=_("Decides the heading, the color and whom to call."),
    )
    text = rich_text_block(_("Why"), _("One or two sentences before the signs, only where a reason helps."))
    signs = blocks.ListBlock(
        RowChooserBlock("pages.WarningSign", label=_("Sign")),
        label=_("Signs"),
        default=[],
        help_text=_("Chosen from one list, so that a sign reads the same on every page."),
    )

    usual_headings = {
        Urgency.EMERGENCY: _("When to call 911"),
        Urgency.TODAY: _("When to see a doctor the same day"),
        Urgency.CALL_US: _("When to call us the same day"),
    }

    def usual_heading_with(self, value: blocks.StructValue, name: str) -> str:
        """Return the heading of cards with this urgency."""
        return str(self.usual_headings[Urgency(value["urgency"])])

    def clean(self, value: Any) -> blocks.StructValue:
        """Return the valid value. Raise `StructBlockValidationError` for an empty card and for signs of others."""
        cleaned = super().clean(value)
        if not cleaned["signs"] and is_empty(cleaned["text"]):
            message = _("Choose signs, or delete the card: an empty warning frightens and does not help.")
            raise blocks.StructBlockValidationError(block_errors={"signs": ValidationError(message)})
        others = {
            number: ValidationError(
                _("The card for this sign is “%(urgency)s”. Choose it there.") % {"urgency": sign.get_urgency_display()}
            )
            for number, sign in enumerate(cleaned["signs"])
            if sign.urgency != cleaned["urgency"]
        }
        if others:
            error = blocks.list_block.ListBlockValidationError(block_errors=others)
            raise blocks.StructBlockValidationError(block_errors={"signs": error})
        return cleaned

    class Meta:
        icon = "warning"
        label = _("Care card")
        group = GENERAL
        description = _("When to call 911, see a doctor, or call us. It has a color, so that readers see it first.")
        value_class = CareCardValue
        template = "blocks/care_card.html"
        preview_value = {
            "urgency": Urgency.EMERGENCY.value,
            "text": "<ul><li>sudden weakness in both legs</li><li>loss of control of bladder or bowels</li></ul>",
        }


class GeneralBodyBlock(BodyBlock):
    """The sections of pages that are not about a condition or a treatment."""

    text_section = TextSectionBlock()
    term_list = TermListBlock()
    captioned_image = CaptionedImageBlock()
    care_card = CareCardBlock()
