"""The sections of a page about a condition."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from pages.blocks.base import ExplainedBlock, ProseSectionBlock, TermSectionBlock
from pages.blocks.general import GeneralBodyBlock

CLINICAL = gettext_lazy("About the condition")


class CausesBlock(TermSectionBlock):
    """The causes of the condition."""

    class Meta:
        icon = "help"
        label = gettext_lazy("Causes")
        group = CLINICAL
        description = gettext_lazy("What brings the condition about: a list of causes, each with a description.")
        template = "blocks/causes.html"
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
        description = gettext_lazy("How the condition shows: a list of signs and symptoms, each with a description.")
        template = "blocks/clinical_presentation.html"
        preview_value = {
            "heading": "Clinical presentation",
            "introduction": "People with mid-back pain may have:",
            "items": [
                {"term": "Stiffness", "description": "Difficulty twisting or bending the torso."},
                {"term": "Tenderness", "description": "Sensitivity to touch or pressure."},
            ],
        }


class EffectsBlock(TermSectionBlock):
    """The effects of the condition on health and daily life."""

    class Meta:
        icon = "user"
        label = gettext_lazy("Effects on health and lifestyle")
        group = CLINICAL
        description = gettext_lazy("What the condition does to daily life: sleep, work, moving about, mood.")
        template = "blocks/effects.html"
        preview_value = {
            "heading": "Effects on health and lifestyle",
            "introduction": "Lasting pain can affect daily life:",
            "items": [{"term": "Difficulty sleeping", "description": "Discomfort can interfere with sleep."}],
        }


class PrognosisBlock(ProseSectionBlock):
    """The course of the condition over time."""

    class Meta:
        icon = "date"
        label = gettext_lazy("Prognosis")
        group = CLINICAL
        description = gettext_lazy("What a patient may expect over time. Promise nothing.")
        template = "blocks/prognosis.html"
        preview_value = {
            "heading": "Prognosis",
            "text": "<p>Most cases get better with conservative care within a few weeks to months.</p>",
        }


class TierChoiceBlock(blocks.ChoiceBlock):
    """The tiers of treatment: from gentle to invasive care, and the care that accompanies all of them."""

    choices = [
        ("conservative", gettext_lazy("Conservative Management")),
        ("interventional", gettext_lazy("Interventional Treatments")),
        ("lifestyle", gettext_lazy("Lifestyle Modifications")),
        ("chronic", gettext_lazy("Chronic Pain Management")),
    ]


class TreatmentOptionBlock(ExplainedBlock):
    """One option: its name, its effect, and its treatment page if the clinic provides it."""

    name = blocks.CharBlock(label=gettext_lazy("Name"), max_length=120)
    description = blocks.TextBlock(label=gettext_lazy("Description"), required=False, default="", rows=2)
    treatment = blocks.PageChooserBlock(
        label=gettext_lazy("Treatment page"),
        page_type="pages.TreatmentPage",
        required=False,
        help_text=gettext_lazy(
            "Choose it where we provide this treatment. The name becomes a link, and the treatment's page lists this "
            "condition."
        ),
    )

    explanations = {
        "name": gettext_lazy("Give the option a name, for example “Physical Therapy”, or delete the option."),
    }

    class Meta:
        icon = "pick"
        label = gettext_lazy("Option")


class TreatmentTierValue(blocks.StructValue):
    """A tier and its options."""

    @property
    def tier_label(self) -> str:
        """The name of the tier that readers see."""
        return dict(TierChoiceBlock.choices)[self["tier"]]


class TreatmentTierBlock(blocks.StructBlock):
    """The options of one tier."""

    tier = TierChoiceBlock(label=gettext_lazy("Tier"))
    options = blocks.ListBlock(TreatmentOptionBlock(), label=gettext_lazy("Options"), min_num=1)

    class Meta:
        icon = "order"
        label = gettext_lazy("Tier")
        label_format = "{tier}"
        value_class = TreatmentTierValue


class TreatmentOptionsBlock(ExplainedBlock):
    """The treatment options of the condition, in tiers."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    introduction = blocks.TextBlock(label=gettext_lazy("Sentence before the tiers"), required=False, default="", rows=2)
    tiers = blocks.ListBlock(TreatmentTierBlock(), label=gettext_lazy("Tiers"), min_num=1)

    explanations = {
        "heading": gettext_lazy("Give the section a heading: patients look for it."),
    }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Return the cleaned value; raise an error for a tier that is there twice."""
        cleaned = super().clean(value)
        kinds = [tier["tier"] for tier in cleaned["tiers"]]
        twice = {index: self._repeated_tier_error() for index, kind in enumerate(kinds) if kind in kinds[:index]}
        if twice:
            error = blocks.list_block.ListBlockValidationError(block_errors=twice)
            raise blocks.StructBlockValidationError(block_errors={"tiers": error})
        return cleaned

    @staticmethod
    def _repeated_tier_error() -> blocks.StructBlockValidationError:
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
                    "tier": "conservative",
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
    """The closing words of a page."""

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Closing words")
        group = CLINICAL
        description = gettext_lazy("A few encouraging sentences at the end. Promise nothing.")
        template = "blocks/closing.html"
        preview_value = {
            "heading": "Together we can do it",
            "text": "<p>We are here to help you address and manage this type of pain.</p>",
        }


class ConditionBodyBlock(GeneralBodyBlock):
    """The sections of a page about a condition."""

    causes = CausesBlock()
    clinical_presentation = ClinicalPresentationBlock()
    effects = EffectsBlock()
    prognosis = PrognosisBlock()
    treatment_options = TreatmentOptionsBlock()
    closing = ClosingBlock()

    once = ("causes", "clinical_presentation", "effects", "prognosis", "treatment_options", "closing")
