"""The steps of the way from a referral to the follow-up visit."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks.base import RequiredMessagesBlock


class StepBlock(RequiredMessagesBlock):
    """One step: a short heading, and what happens or what the patient does."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=60, help_text=_("Two or three words, for example “Your first visit”.")
    )
    text = blocks.TextBlock(label=_("Text"), max_length=300, rows=2, help_text=_("One or two short sentences."))

    required_messages = {
        "heading": _("Name the step, for example “Your first visit”."),
        "text": _("Say what happens in this step, or delete it."),
    }

    class Meta:
        icon = "list-ol"
        label = _("Step")
        description = _("One step on the way from the referral to the follow-up visit. The page numbers the steps.")
        template = "blocks/step.html"
        preview_value = {
            "heading": "Your first visit",
            "text": "Bring your referral, your insurance cards, and a list of your medicines.",
        }
