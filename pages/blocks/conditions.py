"""The sections of condition pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from pages.blocks.base import ProseSectionBlock, RequiredMessagesBlock, TermSectionBlock
from pages.blocks.general import GeneralBodyBlock

CLINICAL = gettext_lazy("About the condition")


class CausesBlock(TermSectionBlock):
    """The causes of the condition."""

    class Meta:
        icon = "help"
        label = gettext_lazy("Causes")
        group = CLINICAL
        description = gettext_lazy("The causes of the condition: a list, each with a description.")
        preview_value = {
            "heading": "Causes of mid-back pain",
            "introduction": "The causes of mid-back pain include:",
            "items": [
                {"term": "Muscle strain", "description": "Overuse, poor posture, or sudden movements."},
                {"term": "Ligament sprain", "description": "Stretching or tearing of ligaments."},
            ],
        }


class ClinicalPresentationBlock(TermSectionBlock):
    """The signs and symptoms of the condition."""

    class Meta:
        icon = "view"
        label = gettext_lazy("Clinical presentation")
        group = CLINICAL
        description = gettext_lazy("The signs and symptoms of the condition: a list, each with a description.")
        preview_value = {
            "heading": "Clinical presentation",
            "introduction": "People with mid-back pain may have:",
            "items": [
                {"term": "Stiffness", "description": "Difficulty twisting or bending the torso."},
                {"term": "Tenderness", "description": "Sensitivity to touch or pressure."},
            ],
        }


class EffectsBlock(TermSectionBlock):
    """The effects of the condition on daily life."""

    class Meta:
        icon = "user"
        label = gettext_lazy("Effects on health and lifestyle")
        group = CLINICAL
        description = gettext_lazy("The effects of the condition on daily life: sleep, work, movement, mood.")
        preview_value = {
            "heading": "Effects on health and lifestyle",
            "introduction": "Lasting pain can affect daily life:",
            "items": [{"term": "Difficulty sleeping", "description": "Discomfort can interfere with sleep."}],
        }


class PrognosisBlock(ProseSectionBlock):
    """What patients can expect over time."""

    class Meta:
        icon = "date"
        label = gettext_lazy("Prognosis")
        group = CLINICAL
        description = gettext_lazy("What a patient may expect over time. Promise nothing.")
        preview_value = {
            "heading": "Prognosis",
            "text": "<p>Most cases get better with conservative care within a few weeks to months.</p>",
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
    treatment = blocks.PageChooserBlock(
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


class TreatmentOptionsBlock(RequiredMessagesBlock):
    """The treatment and management options for the condition, in tiers."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    introduction = blocks.TextBlock(label=gettext_lazy("Sentence before the tiers"), required=False, default="", rows=2)
    tiers = blocks.ListBlock(TreatmentTierBlock(), label=gettext_lazy("Tiers"), min_num=1)

    required_messages = {
        "heading": gettext_lazy("Give the section a heading: patients look for it."),
    }

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
            "heading": "Treatment and management options",
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


class ClosingBlock(ProseSectionBlock):
    """The last section of the page."""

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the template context with `kind`, from which the template makes a CSS class."""
        return super().get_context(value, parent_context) | {"kind": "closing"}

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Closing words")
        group = CLINICAL
        description = gettext_lazy("A few encouraging sentences at the end. Promise nothing.")
        preview_value = {
            "heading": "Together we can do it",
            "text": "<p>We are here to help you address and manage this type of pain.</p>",
        }


class ConditionBodyBlock(GeneralBodyBlock):
    """The sections of a condition page."""

    causes = CausesBlock()
    clinical_presentation = ClinicalPresentationBlock()
    effects = EffectsBlock()
    prognosis = PrognosisBlock()
    treatment_options = TreatmentOptionsBlock()
    closing = ClosingBlock()

    at_most_once = ("causes", "clinical_presentation", "effects", "prognosis", "treatment_options", "closing")
