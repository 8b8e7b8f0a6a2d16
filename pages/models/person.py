"""Pages about the people who work at the clinic."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from pages.blocks import GeneralBodyBlock
from pages.fields import ChoiceListField
from pages.languages import in_reader_language
from pages.models.base import BasePage
from pages.models.condition import ConditionPage
from pages.models.location import LocationPage
from pages.models.treatment import TreatmentPage
from pages.person_form import PersonPageForm
from pages.structured_data import person, profile_page


class SpokenLanguage(models.TextChoices):
    """Languages that people speak with patients. The values are BCP 47 language tags."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    MARSHALLESE = "mh", _("Marshallese")
    VIETNAMESE = "vi", _("Vietnamese")
    SIGN_LANGUAGE = "ase", _("American Sign Language")
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    GUJARATI = "gu", _("Gujarati")
    HINDI = "hi", _("Hindi")
    HMONG = "hmn", _("Hmong")
    KOREAN = "ko", _("Korean")
    LAO = "lo", _("Lao")
    PORTUGUESE = "pt", _("Portuguese")
    RUSSIAN = "ru", _("Russian")
    TAGALOG = "tl", _("Tagalog")
    TELUGU = "te", _("Telugu")
    URDU = "ur", _("Urdu")


def in_source_language() -> Q:
    """Return the condition for pages in the source language, the only ones that can be chosen."""
    return Q(locale__language_code=settings.LANGUAGE_CODE)


class PersonPage(BasePage):
    """Introduces a person who works at the clinic: what they do, whom they treat, and which languages they speak."""

    parent_page_types = ["pages.PersonIndexPage"]
    subpage_types = []
    page_description = _("Introduces a person who works at the clinic. The title is the person's name.")

    credentials = models.CharField(
        _("credentials"),
        max_length=60,
        blank=True,
        help_text=_("Shown after the name, for example “MD” or “APRN”."),
    )
    role = models.CharField(
        _("role"), max_length=120, help_text=_("What the person does at the clinic, for example “Pain physician”.")
    )
    is_physician = models.BooleanField(
        _("is a physician"),
        default=False,
        help_text=_("Tick this for an MD or DO. Search engines then list the person as a physician."),
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A portrait. It is cropped around the focal point of the image."),
    )
    photo_alt = models.CharField(
        _("description of the photo"),
        max_length=160,
        blank=True,
        help_text=_("For patients who cannot see it, for example “Dr. Example, smiling, in a white coat”."),
    )
    languages = ChoiceListField(
        _("languages"),
        choices=SpokenLanguage.choices,
        blank=True,
        help_text=_("The languages that the person speaks with patients without an interpreter."),
    )
    conditions = ParentalManyToManyField(
        ConditionPage,
        verbose_name=_("conditions"),
        blank=True,
        related_name="+",
        limit_choices_to=in_source_language,
        help_text=_("The conditions that the person treats. Their pages show the person."),
    )
    treatments = ParentalManyToManyField(
        TreatmentPage,
        verbose_name=_("treatments"),
        blank=True,
        related_name="+",
        limit_choices_to=in_source_language,
        help_text=_("The treatments that the person provides. Their pages show the person."),
    )
    locations = ParentalManyToManyField(
        LocationPage,
        verbose_name=_("locations"),
        blank=True,
        related_name="+",
        limit_choices_to=in_source_language,
        help_text=_("Where the person works. The pages of these locations show the person."),
    )
    body = StreamField(GeneralBodyBlock(), verbose_name=_("sections"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        help_text=_(
            "The account with which the person signs medical reviews. It applies as soon as the page is saved, also as "
            "a draft. Only users who may change user accounts see this field."
        ),
    )

    searched_fields = ("credentials", *BasePage.searched_fields)

    content_panels = [
        *BasePage.content_panels[:-1],
        MultiFieldPanel(["credentials", "role", "is_physician"], _("What the person does")),
        FieldPanel("introduction"),
        MultiFieldPanel(["photo", "photo_alt"], _("Photo")),
        "languages",
        FieldPanel("locations", widget=CheckboxSelectMultiple),
        FieldPanel("conditions", widget=CheckboxSelectMultiple),
        FieldPanel("treatments", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("user", permission="auth.change_user")], _("Signing medical reviews")),
    ]
    base_form_class = PersonPageForm

    # A translation shows the same person, who signs with the account of the page in the source language.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name)
            for name in ("credentials", "is_physician", "photo", "languages", "conditions", "treatments", "locations")
        ),
        BaseTranslatableField("user"),
    ]
    exclude_fields_in_copy = ["user"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def clean(self) -> None:
        """Raise `ValidationError` for a photo without a description."""
        super().clean()
        if self.photo_id and not self.photo_alt.strip():
            raise ValidationError({"photo_alt": _("Describe the photo for patients who cannot see it.")})

    def with_content_json(self, content: dict[str, Any]) -> "PersonPage":
        """Return the page as in a revision. The user account is not part of revisions: a draft cannot change it."""
        page = super().with_content_json(content)
        page.user_id = self.user_id
        return page

    @property
    def full_name(self) -> str:
        """The name with the credentials, as under a signature."""
        return f"{self.title}, {self.credentials}" if self.credentials else self.title

    @property
    def other_names_list(self) -> list[str]:
        """The role, by which patients search for a person."""
        return [self.role]

    @property
    def language_names(self) -> list[str]:
        """The names of the languages, in the reader's language."""
        return [str(SpokenLanguage(value).label) for value in self.languages]

    @cached_property
    def conditions_treated(self) -> list[ConditionPage]:
        """The conditions that readers may see, in their language."""
        return self._listed("conditions", "plain_name")

    @cached_property
    def treatments_provided(self) -> list[TreatmentPage]:
        """The treatments that readers may see, in their language."""
        return self._listed("treatments", "plain_name")

    @cached_property
    def workplaces(self) -> list[LocationPage]:
        """The locations that readers may see, in their language."""
        return self._listed("locations")

    def _listed(self, name: str, *fields: str) -> list[Any]:
        """Return the pages to which the field points, with what a list shows of them. Kept until the site changes."""
        shown = ("path", "url_path", "title", "menu_label", *fields)
        return self.keep(name, lambda: in_reader_language(list(getattr(self, name).order_by("path")), shown))

    def texts_to_search(self) -> list[str]:
        """Return the texts of the page, with the languages."""
        return [*super().texts_to_search(), *self.language_names]

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the data of the page, and of the person as a `Physician` or `Person`."""
        return [profile_page(self, request), person(self, request)]
