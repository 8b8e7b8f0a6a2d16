"""The sections of treatment pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks.base import ProseSectionBlock, TermSectionBlock, rich_text_block
from pages.blocks.general import GeneralBodyBlock

PROCEDURE = _("About the treatment")


def questions_block(label: Promise) -> blocks.ListBlock:
    """Return a block for a list of questions."""
    return blocks.ListBlock(blocks.CharBlock(label=_("Question"), max_length=200), label=label, default=[])


class WhatItIsBlock(ProseSectionBlock):
    """What the treatment is."""

    usual_heading = _("What is %(name)s?")
    name_without_page = _("this treatment")

    class Meta:
        icon = "help"
        label = _("What it is")
        group = PROCEDURE
        description = _("What is done, in everyday words.")
        preview_value = {
            "text": "<p>A small amount of numbing medicine is injected into a tight spot in a muscle.</p>",
        }


class WhoItHelpsBlock(ProseSectionBlock):
    """Who the treatment can help, and who should not have it."""

    usual_heading = _("Who it may help")

    class Meta:
        icon = "group"
        label = _("Who it can help")
        group = PROCEDURE
        description = _("Whom it can help, and who should not have it.")
        preview_value = {
            "text": "<p>People with a tight, painful spot in a muscle that has not eased with exercise and heat.</p>",
        }


class TellUsFirstBlock(ProseSectionBlock):
    """What the patient must tell the clinic before the treatment is planned."""

    usual_heading = _("Tell us first if")

    class Meta:
        icon = "comment"
        label = _("Tell us first")
        group = PROCEDURE
        description = _("What the doctor must know first: a list that completes “Tell us first if”.")
        preview_value = {"text": "<ul><li>you have an infection or a fever</li><li>you have diabetes</li></ul>"}


class HowItHelpsBlock(ProseSectionBlock):
    """How the treatment works."""

    usual_heading = _("How it works")

    class Meta:
        icon = "tick"
        label = _("How it helps")
        group = PROCEDURE
        description = _("How it works in the body. Promise nothing.")
        preview_value = {
            "text": "<p>It can loosen the muscle, so that you can move and exercise with less pain.</p>",
        }


class BeforeBlock(ProseSectionBlock):
    """What the patient should do before the treatment."""

    usual_heading = _("How to prepare")

    text = rich_text_block(_("Text"), _("What is special about this treatment. The passages say the rest."))

    class Meta:
        icon = "date"
        label = _("Before")
        group = PROCEDURE
        description = _("What to do, ask and arrange before the day.")
        preview_value = {
            "text": "<p>Tell us about blood thinners, allergies and diabetes.</p>",
        }


class OnTheDayBlock(ProseSectionBlock):
    """What happens on the day of the treatment."""

    usual_heading = _("What happens during %(name)s")
    name_without_page = _("this treatment")

    class Meta:
        icon = "time"
        label = _("On the day")
        group = PROCEDURE
        description = _("What happens on the day, step by step.")
        preview_value = {
            "text": "<p>The skin is cleaned. You may feel a pinch as the needle goes in.</p>",
        }


class AfterwardsBlock(ProseSectionBlock):
    """What the patient can expect and should do after the treatment."""

    usual_heading = _("After %(name)s")
    name_without_page = _("this treatment")

    text = rich_text_block(_("Text"))
    first_day = rich_text_block(_("First day"))
    first_week = rich_text_block(_("First week"))
    back_to_work = rich_text_block(_("Back to work"))

    class Meta:
        icon = "history"
        label = _("Afterwards")
        group = PROCEDURE
        description = _("What to expect and what to do afterwards.")
        template = "blocks/afterwards.html"
        form_layout = ["heading", "text", "first_day", "first_week", "back_to_work", "passages"]
        preview_value = {
            "first_day": "<p>Rest at home. The spot may be numb for a few hours.</p>",
            "first_week": "<p>The spot may be sore for a day or two.</p>",
        }


class BenefitsBlock(ProseSectionBlock):
    """The benefits of the treatment, and how long they last."""

    usual_heading = _("How well it works")

    class Meta:
        icon = "date"
        label = _("Benefits")
        group = PROCEDURE
        description = _("The benefits and how long they last, in numbers if a source has them.")
        preview_value = {
            "text": "<p>Relief may last for days or months. It does not come for everyone.</p>",
        }


class RisksBlock(TermSectionBlock):
    """The risks of the treatment."""

    usual_heading = _("Risks")

    class Meta:
        icon = "warning"
        label = _("Risks")
        group = PROCEDURE
        description = _("What can go wrong, the most common first: a list, each with a description.")
        preview_value = {
            "introduction": "Problems are not common. They can include:",
            "items": [{"term": "Soreness", "description": "For a day or two where the needle went in."}],
        }


class QuestionsBlock(ProseSectionBlock):
    """Questions for the doctor who refers the patient, and questions for the clinic."""

    usual_heading = _("Questions to ask")

    text = rich_text_block(_("Text"))
    for_referring_doctor = questions_block(_("For the doctor who refers you"))
    for_us = questions_block(_("For us"))

    class Meta:
        icon = "help"
        label = _("Questions to ask")
        group = PROCEDURE
        description = _("What to ask the doctor who refers you, and what to ask us.")
        template = "blocks/questions.html"
        form_layout = ["heading", "text", "for_referring_doctor", "for_us", "passages"]
        preview_value = {
            "for_referring_doctor": ["What do you think causes my pain?", "What else could I try first?"],
            "for_us": ["Will I be awake?"],
        }


class TreatmentBodyBlock(GeneralBodyBlock):
    """The sections of a treatment page."""

    what_it_is = WhatItIsBlock()
    who_it_helps = WhoItHelpsBlock()
    tell_us_first = TellUsFirstBlock()
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
        "tell_us_first",
        "how_it_helps",
        "before",
        "on_the_day",
        "afterwards",
        "benefits",
        "risks",
        "questions",
    )
