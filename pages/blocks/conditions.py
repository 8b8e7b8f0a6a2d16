"""The sections of condition pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from pages.blocks.base import (
    ProseSectionBlock,
    RequiredMessagesBlock,
    SectionBlock,
    TermSectionBlock,
    passages_block,
    rich_text_block,
)
from pages.blocks.general import GeneralBodyBlock
from pages.blocks.treatment_chooser import TreatmentChooserBlock

CLINICAL = gettext_lazy("About the condition")


class CausesBlock(TermSectionBlock):
    """The causes of the condition."""

    usual_heading = gettext_lazy("Causes of %(name)s")

    class Meta:
        icon = "help"
        label = gettext_lazy("Causes")
        group = CLINICAL
        description = gettext_lazy("The causes of the condition: a list, each with a description.")
        preview_value = {
            "introduction": "The causes of mid-back pain include:",
            "items": [
                {"term": "Muscle strain", "description": "Overuse, poor posture, or sudden movements."},
                {"term": "Ligament sprain", "description": "Stretching or tearing of ligaments."},
            ],
        }


class ClinicalPresentationBlock(TermSectionBlock):
    """The signs and symptoms of the condition."""

    usual_heading = gettext_lazy("Symptoms of %(name)s")

    class Meta:
        icon = "view"
        label = gettext_lazy("Clinical presentation")
        group = CLINICAL
        description = gettext_lazy("The signs and symptoms of the condition: a list, each with a description.")
        preview_value = {
            "introduction": "People with mid-back pain may have:",
            "items": [
                {"term": "Stiffness", "description": "Difficulty twisting or bending the torso."},
                {"term": "Tenderness", "description": "Sensitivity to touch or pressure."},
            ],
        }


class EffectsBlock(TermSectionBlock):
    """The effects of the condition on daily life."""

    usual_heading = gettext_lazy("Living with %(name)s")

    class Meta:
        icon = "user"
        label = gettext_lazy("Effects on health and lifestyle")
        group = CLINICAL
        description = gettext_lazy("The effects of the condition on daily life: sleep, work, movement, mood.")
        preview_value = {
            "introduction": "Lasting pain can affect daily life:",
            "items": [{"term": "Difficulty sleeping", "description": "Discomfort can interfere with sleep."}],
        }


class DiagnosisBlock(ProseSectionBlock):
    """How doctors find the cause."""

    usual_heading = gettext_lazy("How %(name)s is diagnosed")

    class Meta:
        icon = "search"
        label = gettext_lazy("Diagnosis")
        group = CLINICAL
        description = gettext_lazy(
            "How doctors find the cause: questions, exam, scans, tests, and what these can show."
        )
        preview_value = {
            "text": "<p>Your doctor asks when the pain began and examines you. Most people need no scan at first.</p>",
        }


class PrognosisBlock(ProseSectionBlock):
    """What patients can expect over time."""

    usual_heading = gettext_lazy("How long %(name)s lasts")

    class Meta:
        icon = "date"
        label = gettext_lazy("Prognosis")
        group = CLINICAL
        description = gettext_lazy("What a patient may expect over time. Promise nothing.")
        preview_value = {
            "text": "<p>Most cases get better with conservative care within a few weeks to months.</p>",
        }


class SelfCareBlock(SectionBlock):
    """What patients can do themselves."""

    usual_heading = gettext_lazy("What you can do yourself")

    text = rich_text_block(gettext_lazy("The first days"))
    do = blocks.ListBlock(blocks.CharBlock(label=gettext_lazy("Do"), max_length=200), label=gettext_lazy("Do"))
    dont = blocks.ListBlock(
        blocks.CharBlock(label=gettext_lazy("Do not"), max_length=200), label=gettext_lazy("Do not"), default=[]
    )
    passages = passages_block()

    class Meta:
        icon = "tick"
        label = gettext_lazy("Self-care")
        group = CLINICAL
        description = gettext_lazy("What patients can do themselves, and what they should not do.")
        template = "blocks/self_care.html"
        preview_value = {
            "text": "<p>Most back pain eases within days.</p>",
            "do": ["Keep moving as much as you can."],
            "dont": ["Do not stay in bed for days."],
        }


class Tier(models.TextChoices):
    """The groups of treatment options: from gentle to invasive, then the care that is part of every treatment."""

    CONSERVATIVE = "conservative", gettext_lazy("Conservative Management")
    INTERVENTIONAL = "interventional", gettext_lazy("Interventional Treatments")
    LIFESTYLE = "lifestyle", gettext_lazy("Lifestyle Modifications")
    CHRONIC = "chronic", gettext_lazy("Chronic Pain Management")


class TierChoiceBlock(blocks.ChoiceBlock):
    """The choice of a tier."""

    choices = Tier.choices


class TreatmentOptionBlock(RequiredMessagesBlock):
    """One option: its name, its description, and the treatment page if the clinic provides the treatment."""

    name = blocks.CharBlock(label=gettext_lazy("Name"), max_length=120)
    description = blocks.TextBlock(label=gettext_lazy("Description"), required=False, default="", rows=2)
    treatment = TreatmentChooserBlock(
        label=gettext_lazy("Treatment page"),
        page_type="pages.TreatmentPage",
        required=False,
        help_text=gettext_lazy(
            "Choose the page if the clinic provides this treatment. The name becomes a link, and the treatment's page "
            "lists this condition."
        ),
    )

    required_messages = {
        "name": gettext_lazy("Give the option a name, for example “Physical Therapy”, or delete the option."),
    }

    class Meta:
        icon = "pick"
        label = gettext_lazy("Option")


class TreatmentTierValue(blocks.StructValue):
    """A tier and its options."""

    @property
    def tier_label(self) -> str:
        """The heading of the tier on the page."""
        return str(Tier(self["tier"]).label)


class TreatmentTierBlock(blocks.StructBlock):
    """The options of one tier."""

    tier = TierChoiceBlock(label=gettext_lazy("Tier"))
    options = blocks.ListBlock(TreatmentOptionBlock(), label=gettext_lazy("Options"), min_num=1)

    class Meta:
        icon = "order"
        label = gettext_lazy("Tier")
        label_format = "{tier}"
        value_class = TreatmentTierValue


class TreatmentOptionsBlock(SectionBlock):
    """The treatment and management options for the condition, in tiers."""

    usual_heading = gettext_lazy("Treatments for %(name)s")

    introduction = blocks.TextBlock(label=gettext_lazy("Sentence before the tiers"), required=False, default="", rows=2)
    tiers = blocks.ListBlock(TreatmentTierBlock(), label=gettext_lazy("Tiers"), min_num=1)
    passages = passages_block()

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> blocks.StructValue:
        """Return the value of a sent form. One query for all treatments that it links to."""
        chooser = self.child_blocks["tiers"].child_block.child_blocks["options"].child_block.child_blocks["treatment"]
        names = [name for name in data if name.startswith(f"{prefix}-tiers-") and name.endswith("-treatment")]
        with chooser.chosen_in(names, data):
            return super().value_from_datadict(data, files, prefix)

    def clean(self, value: Any) -> blocks.StructValue:
        """Return the valid value. Raise `StructBlockValidationError` if a tier is used twice."""
        cleaned = super().clean(value)
        tiers = [tier["tier"] for tier in cleaned["tiers"]]
        repeated = {index: self._repeated_tier() for index, tier in enumerate(tiers) if tier in tiers[:index]}
        if repeated:
            error = blocks.list_block.ListBlockValidationError(block_errors=repeated)
            raise blocks.StructBlockValidationError(block_errors={"tiers": error})
        return cleaned

    @staticmethod
    def _repeated_tier() -> ValidationError:
        message = _("This tier is already above. Move its options there, then delete this one.")
        return blocks.StructBlockValidationError(block_errors={"tier": ValidationError(message)})

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("Treatment and management options")
        group = CLINICAL
        description = gettext_lazy(
            "What can be done, in tiers from gentle to invasive. Options link to our treatments."
        )
        template = "blocks/treatment_options.html"
        preview_value = {
            "introduction": "",
            "tiers": [
                {
                    "tier": Tier.CONSERVATIVE.value,
                    "options": [
                        {
                            "name": "Physical therapy",
                            "description": "Exercises to strengthen muscles and improve posture.",
                            "treatment": None,
                        }
                    ],
                }
            ],
        }


class AppointmentBlock(ProseSectionBlock):
    """When the reader should make an appointment."""

    usual_heading = gettext_lazy("When to make an appointment")

    class Meta:
        icon = "date"
        label = gettext_lazy("Appointment")
        group = CLINICAL
        description = gettext_lazy("When to ask for an appointment, in two or three sentences.")
        preview_value = {"text": "<p>Ask your doctor for a referral if the pain has lasted for six weeks.</p>"}


class ClosingBlock(ProseSectionBlock):
    """The last section of the page."""

    usual_heading = gettext_lazy("Together we can do it")

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the template context with `kind`, from which the template makes a CSS class."""
        return super().get_context(value, parent_context) | {"kind": "closing"}

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Closing words")
        group = CLINICAL
        description = gettext_lazy("A few encouraging sentences at the end. Promise nothing.")
        preview_value = {
            "text": "<p>We are here to help you address and manage this type of pain.</p>",
        }


class ConditionBodyBlock(GeneralBodyBlock):
    """The sections of a condition page, in their usual order."""

    causes = CausesBlock()
    clinical_presentation = ClinicalPresentationBlock()
    effects = EffectsBlock()
    diagnosis = DiagnosisBlock()
    prognosis = PrognosisBlock()
    self_care = SelfCareBlock()
    treatment_options = TreatmentOptionsBlock()
    appointment = AppointmentBlock()
    closing = ClosingBlock()

    at_most_once = (
        "causes",
        "clinical_presentation",
        "effects",
        "diagnosis",
        "prognosis",
        "self_care",
        "treatment_options",
        "appointment",
        "closing",
    )
