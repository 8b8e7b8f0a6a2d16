"""The sections that every page type allows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from pages.blocks.base import (
    TEXT_FEATURES,
    BodyBlock,
    ProseSectionBlock,
    RequiredMessagesBlock,
    TermSectionBlock,
)

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


class TextSectionValue(blocks.StructValue):
    """A text section, with the direction in which its language is written."""

    @property
    def direction(self) -> str:
        """The value of the HTML attribute `dir`; "" if the section is in the page's language."""
        if not self["language"]:
            return ""
        return "rtl" if self["language"] in settings.LANGUAGES_BIDI else "ltr"


class TextSectionBlock(ProseSectionBlock):
    """Rich text under a heading."""

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


class CaptionedImageBlock(blocks.StructBlock):
    """An image with a caption. `ImageBlock` holds the text for readers who cannot see it."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=200)

    class Meta:
        icon = "image"
        label = _("Image")
        group = GENERAL
        description = _("An image with a caption. Describe what it shows, or mark it as decorative.")
        template = "blocks/captioned_image.html"
        preview_template = "blocks/previews/captioned_image.html"
        preview_value = {"image": None, "caption": "The way to the entrance"}


class Urgency(models.TextChoices):
    """Whom the reader must call."""

    EMERGENCY = "emergency", _("Call 911")
    CALL_US = "call_us", _("Call the clinic")


class UrgencyChoiceBlock(blocks.ChoiceBlock):
    """The choice of an urgency."""

    choices = Urgency.choices


class CareCardValue(blocks.StructValue):
    """The content of a care card."""

    @property
    def is_emergency(self) -> bool:
        """Whether the reader must call 911."""
        return self["urgency"] == Urgency.EMERGENCY


class CareCardBlock(RequiredMessagesBlock):
    """Signs of danger, and whom the reader must call."""

    urgency = UrgencyChoiceBlock(
        label=_("What the reader should do"),
        default=Urgency.CALL_US.value,
        help_text=_("“Call 911” is shown in red; “Call the clinic” shows the clinic's phone number."),
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, help_text=_("For example: “Call 911 if you have”"))
    text = blocks.RichTextBlock(
        label=_("Signs"), features=TEXT_FEATURES, help_text=_("A short list of signs, one per line.")
    )

    required_messages = {
        "heading": _("Say in the heading what to do, for example “Call 911 if you have”."),
        "text": _("List the signs, or delete the card: an empty warning frightens and does not help."),
    }

    class Meta:
        icon = "warning"
        label = _("Care card")
        group = GENERAL
        description = _("When to call 911, or when to call the clinic. It has a color, so that readers see it first.")
        value_class = CareCardValue
        template = "blocks/care_card.html"
        preview_value = {
            "urgency": Urgency.EMERGENCY.value,
            "heading": "Call 911 if you have",
            "text": "<ul><li>sudden weakness in both legs</li><li>loss of control of bladder or bowels</li></ul>",
        }


class GeneralBodyBlock(BodyBlock):
    """The sections of pages that are not about a condition or a treatment."""

    text_section = TextSectionBlock()
    term_list = TermListBlock()
    captioned_image = CaptionedImageBlock()
    care_card = CareCardBlock()
