"""The mixin with the facts about a treatment that patients look for first."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from pages.fields import ChoiceListField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FACT_LENGTH = 120


class Sedation(models.TextChoices):
    """Whether the patient is awake."""

    AWAKE = "awake", _("You are awake")
    RELAXED = "relaxed", _("You may be offered medicine to relax you")
    ASLEEP = "asleep", _("You are asleep or deeply relaxed")
    VARIES = "varies", _("It depends: ask us")


class Driver(models.TextChoices):
    """Whether the patient needs a driver."""

    NEEDED = "needed", _("Yes, an adult must drive you home")
    ASK = "ask", _("Perhaps: ask us")


class ImageGuidance(models.TextChoices):
    """How the doctor sees where the needle or the implant is."""

    FLUOROSCOPY = "fluoroscopy", _("Live X-ray (fluoroscopy)")
    ULTRASOUND = "ultrasound", _("Ultrasound")
    CT = "ct", _("CT scan")


def fact_field(label: "_StrPromise", help_text: "_StrPromise") -> models.CharField:
    """Return a field for a fact in a few words. Left empty, the page does not show it."""
    return models.CharField(label, max_length=FACT_LENGTH, blank=True, help_text=help_text)


class TreatmentFactsMixin(models.Model):
    """Stores the facts that the box at the top of a treatment page shows. Empty facts are not shown."""

    duration = fact_field(_("how long it takes"), _("For example: “15 to 30 minutes”."))
    sedation = models.CharField(
        _("awake or not"),
        max_length=20,
        choices=Sedation,
        blank=True,
        help_text=_("Only what holds for every patient."),
    )
    driver = models.CharField(
        _("driver needed"), max_length=20, choices=Driver, blank=True, help_text=_("Left empty: not shown.")
    )
    onset = fact_field(_("when it starts to work"), _("For example: “In 2 to 3 days”."))
    lasts = fact_field(_("how long it lasts"), _("For example: “Weeks to months, if it works”."))
    repeats = fact_field(_("how often it can be repeated"), _("For example: “2 or 3 times a year”."))
    back_to_work = fact_field(_("back to work"), _("For example: “Often the next day”."))
    image_guidance = ChoiceListField(
        _("guided by"),
        choices=ImageGuidance.choices,
        blank=True,
        help_text=_("How the doctor sees where the needle goes."),
    )
    medicare_rule = models.CharField(
        _("Medicare"),
        max_length=300,
        blank=True,
        help_text=_("Only a national rule, with its date and its source: {source:key}."),
    )

    facts_panels = [
        MultiFieldPanel(
            [
                "duration",
                "sedation",
                "driver",
                "onset",
                "lasts",
                "repeats",
                "back_to_work",
                "image_guidance",
                "medicare_rule",
            ],
            _("At a glance"),
        )
    ]
    fact_fields = (
        *("duration", "sedation", "driver", "onset", "lasts", "repeats", "back_to_work"),
        *("image_guidance", "medicare_rule"),
    )
    # The words are translated. The choices are the same in every language.
    facts_translatable_fields = [SynchronizedField(name) for name in ("sedation", "driver", "image_guidance")]

    class Meta:
        abstract = True

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Pairs of a label and a fact, in the order of the panel, without empty facts."""
        fields = [field for field in self._meta.concrete_fields if field.name in self.fact_fields]
        pairs = [(capfirst(str(field.verbose_name)), self._fact(field)) for field in fields]
        return [(label, fact) for label, fact in pairs if fact]

    def _fact(self, field: models.Field) -> str:
        value = getattr(self, field.name)
        if field.name == "image_guidance":
            return ", ".join(str(ImageGuidance(one).label) for one in value)
        return str(dict(field.flatchoices)[value]) if value and field.choices else value
