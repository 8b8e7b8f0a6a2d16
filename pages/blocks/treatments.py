"""The sections of treatment pages."""

from django.utils.translation import gettext_lazy as _

from pages.blocks.base import ProseSectionBlock, TermSectionBlock
from pages.blocks.general import GeneralBodyBlock

PROCEDURE = _("About the treatment")


class WhatItIsBlock(ProseSectionBlock):
    """What the treatment is."""

    class Meta:
        icon = "help"
        label = _("What it is")
        group = PROCEDURE
        description = _("What is done, in everyday words.")
        preview_value = {
            "heading": "What it is",
            "text": "<p>A small amount of numbing medicine is injected into a tight spot in a muscle.</p>",
        }


class WhoItHelpsBlock(ProseSectionBlock):
    """Who the treatment can help, and who should not have it."""

    class Meta:
        icon = "group"
        label = _("Who it can help")
        group = PROCEDURE
        description = _("Whom it can help, and who should not have it.")
        preview_value = {
            "heading": "Who it can help",
            "text": "<p>People with a tight, painful spot in a muscle that has not eased with exercise and heat.</p>",
        }


class HowItHelpsBlock(ProseSectionBlock):
    """How the treatment works."""

    class Meta:
        icon = "tick"
        label = _("How it helps")
        group = PROCEDURE
        description = _("How it works in the body. Promise nothing.")
        preview_value = {
            "heading": "How it helps",
            "text": "<p>It can loosen the muscle, so that you can move and exercise with less pain.</p>",
        }


class BeforeBlock(ProseSectionBlock):
    """What the patient should do before the treatment."""

    class Meta:
        icon = "date"
        label = _("Before")
        group = PROCEDURE
        description = _("What to do, ask and arrange before the day.")
        preview_value = {
            "heading": "Before your treatment",
            "text": "<p>Tell us about blood thinners, allergies and diabetes.</p>",
        }


class OnTheDayBlock(ProseSectionBlock):
    """What happens on the day of the treatment."""

    class Meta:
        icon = "time"
        label = _("On the day")
        group = PROCEDURE
        description = _("What happens on the day, step by step.")
        preview_value = {
            "heading": "On the day",
            "text": "<p>The skin is cleaned. You may feel a pinch as the needle goes in.</p>",
        }


class AfterwardsBlock(ProseSectionBlock):
    """What the patient can expect and should do after the treatment."""

    class Meta:
        icon = "history"
        label = _("Afterwards")
        group = PROCEDURE
        description = _("What to expect and what to do afterwards.")
        preview_value = {
            "heading": "Afterwards",
            "text": "<p>The spot may be sore for a day or two.</p>",
        }


class BenefitsBlock(ProseSectionBlock):
    """The benefits of the treatment, and how long they last."""

    class Meta:
        icon = "date"
        label = _("Benefits")
        group = PROCEDURE
        description = _("The benefits and how long they last, in numbers if a source has them.")
        preview_value = {
            "heading": "Benefits and how long they last",
            "text": "<p>Relief may last for days or months. It does not come for everyone.</p>",
        }


class RisksBlock(TermSectionBlock):
    """The risks of the treatment."""

    class Meta:
        icon = "warning"
        label = _("Risks")
        group = PROCEDURE
        description = _("What can go wrong, the most common first: a list, each with a description.")
        preview_value = {
            "heading": "Risks",
            "introduction": "Problems are not common. They can include:",
            "items": [{"term": "Soreness", "description": "For a day or two where the needle went in."}],
        }


class QuestionsBlock(ProseSectionBlock):
    """Questions for the doctor who refers the patient."""

    class Meta:
        icon = "help"
        label = _("Questions to ask")
        group = PROCEDURE
        description = _("What to ask the doctor who refers you: a short list of questions.")
        preview_value = {
            "heading": "What to ask your doctor",
            "text": "<ul><li>What do you think causes my pain?</li><li>What else could I try first?</li></ul>",
        }


class TreatmentBodyBlock(GeneralBodyBlock):
    """The sections of a treatment page."""

    what_it_is = WhatItIsBlock()
    who_it_helps = WhoItHelpsBlock()
    how_it_helps = HowItHelpsBlock()
    before = BeforeBlock()
    on_the_day = OnTheDayBlock()
    afterwards = AfterwardsBlock()
    benefits = BenefitsBlock()
    risks = RisksBlock()
    questions = QuestionsBlock()

    at_most_once = (
        "what_it_is",
        "who_it_helps",
        "how_it_helps",
        "before",
        "on_the_day",
        "afterwards",
        "benefits",
        "risks",
        "questions",
    )
