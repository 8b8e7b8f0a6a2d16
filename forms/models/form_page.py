"""Forms that staff put together, and their fields."""

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES, AbstractFormField, FormMixin
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from forms.builder import FormBuilder
from pages.models import BasePage

LONGEST_RETENTION = 3650


class FormPage(FormMixin, BasePage):
    """Asks people for a message, and keeps it for the front desk."""

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    page_description = _("Asks people for a message with fields that you choose, and keeps it for the front desk.")
    template = "forms/form_page.html"
    landing_page_template = "forms/thank_you.html"
    form_builder = FormBuilder

    is_at_foot = models.BooleanField(
        _("at the foot of every page"),
        default=False,
        help_text=_("One form of the site can be: it then stands below the text of every page."),
    )
    button_label = models.CharField(
        _("label of the button"), max_length=40, default="Send", help_text=_("What pressing it does, in a word or two.")
    )
    thank_you_heading = models.CharField(_("heading"), max_length=120, default="Thank you")
    thank_you_text = RichTextField(
        _("what happens next"),
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=_("Shown below the reference number: who answers, and by when."),
    )
    notified = models.TextField(
        _("who is told of a new message"),
        blank=True,
        help_text=_(
            "E-mail addresses of the clinic, one on each line. The mail holds the reference and a link, nothing else."
        ),
    )
    is_acknowledged = models.BooleanField(
        _("confirm to the sender by e-mail"),
        default=False,
        help_text=_("The mail says that a message arrived and its reference, in the sender's language. Nothing else."),
    )
    replies_by_mail = models.BooleanField(
        _("staff answer from their own mailbox"),
        default=False,
        help_text=_("Then a reply to the mail about a new message goes to the sender's address."),
    )
    retention_days = models.PositiveIntegerField(
        _("days messages are kept"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RETENTION)],
        help_text=_("After that they are deleted with their files, except those on hold. Shown beside the form."),
    )

    search_fields = [*BasePage.search_fields, index.FilterField("is_at_foot")]

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("form_fields", label=_("Field"), heading=_("Fields")),
        FieldPanel("button_label"),
        MultiFieldPanel(["thank_you_heading", "thank_you_text"], _("Thank you")),
        MultiFieldPanel(
            ["notified", "replies_by_mail", "is_acknowledged", "retention_days"], _("What happens to messages")
        ),
    ]
    promote_panels = [*BasePage.promote_panels, MultiFieldPanel(["is_at_foot"], _("For the foot"))]

    # Who is told, and for how long messages are kept, is one decision for the form in every language.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("is_at_foot", "notified", "is_acknowledged", "replies_by_mail", "retention_days")
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")

    def clean(self):
        """Refuse what is no e-mail address among those who are told."""
        super().clean()
        for address in self.notified_list:
            try:
                validate_email(address)
            except ValidationError:
                message = _("“%(address)s” is not an e-mail address. Write one address on each line.")
                raise ValidationError({"notified": message % {"address": address}}) from None

    @property
    def notified_list(self):
        """The addresses that are told of a new message."""
        return [address.strip() for address in self.notified.splitlines() if address.strip()]


class FormField(TranslatableMixin, AbstractFormField):
    """One question of a form.

    `clean_name` is the key its answers are stored under: given once, the same in every language, and never
    changed or given again, whatever becomes of the label.
    """

    class Meaning(models.TextChoices):
        NONE = "", _("Anything else")
        NAME = "name", _("Name of the sender")
        EMAIL = "email", _("E-mail address of the sender")
        PHONE = "phone", _("Phone number of the sender")
        TOPIC = "topic", _("What it is about")
        MESSAGE = "message", _("The message itself")
        LANGUAGE = "language", _("Language the sender prefers")

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(
        _("type"), max_length=16, choices=[*FORM_FIELD_CHOICES, ("files", _("Files"))], default="singleline"
    )
    meaning = models.CharField(
        _("what it is"),
        max_length=20,
        blank=True,
        choices=Meaning.choices,
        default=Meaning.NONE,
        help_text=_("Lets a browser fill it in, and the front desk see at a glance who wrote."),
    )

    panels = [
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldRowPanel(["field_type", "meaning"]),
        FieldPanel("required"),
        FieldPanel("choices"),
        FieldPanel("default_value"),
    ]

    # Labels are translated; keys, types and rules are one decision for the form in every language.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("clean_name", "field_type", "meaning", "required", "default_value")
    ]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    def get_field_clean_name(self):
        """Return a new key: random, because a label is typed letter by letter while the editor saves by itself."""
        return f"field_{secrets.token_hex(5)}"
