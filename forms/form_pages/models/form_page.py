"""The page type with a form that staff build."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.contrib.forms.models import FormMixin
from wagtail_localize.fields import SynchronizedField

from forms.form_pages.builder import FormBuilder
from forms.form_pages.models.form_field import FormField, lines, set_originals
from forms.form_pages.panels import NotifiesNobodyPanel
from forms.form_pages.views import respond
from forms.inbox.models.form import DEFAULT_RETENTION_DAYS
from pages.languages import is_source_language
from pages.models import BasePage, IllustratedMixin
from pages.page_texts import fill_fields
from pages.site_context import site_context
from pages.submission_form import SubmittedPageForm
from pages.typed_text import EmailField

MAXIMUM_RETENTION_DAYS = 3650
EXAMPLE_REFERENCE = "K7M3-9QXD"  # for the preview


class FormPageForm(SubmittedPageForm, WagtailAdminFormPageForm):
    """The form of the editor for form pages."""


class FormPage(FormMixin, IllustratedMixin, BasePage):
    """Asks people for a message and saves it for the front desk."""

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    page_description = _("Asks people for a message with fields that you choose, and saves it for the front desk.")
    template = "forms/form_page.html"
    landing_page_template = "forms/thank_you.html"
    form_builder = FormBuilder
    base_form_class = FormPageForm
    exclude_fields_in_copy = ["is_at_foot"]  # only one form can be in the footer

    is_at_foot = models.BooleanField(
        _("in the footer of every page"),
        default=False,
        help_text=_("Only one form of the site can be in the footer. It is then shown below the text of every page."),
    )
    button_label = models.CharField(
        _("label of the button"),
        max_length=40,
        default="Send",
        help_text=_("One or two words that say what the button does."),
    )
    thank_you_heading = models.CharField(
        _("heading"), max_length=120, default="Thank you", help_text=_("What people read after their message is saved.")
    )
    thank_you_text = models.TextField(
        _("what happens next"),
        help_text=_("Shown below the reference number: who answers, and by when. An empty line begins a paragraph."),
    )
    notified = models.TextField(
        _("who is notified of a new message"),
        blank=True,
        help_text=_(
            "E-mail addresses of the clinic, one on each line. The mail contains only the reference and a link."
        ),
    )
    is_acknowledged = models.BooleanField(
        _("confirm to the sender by e-mail"),
        default=False,
        help_text=_(
            "The mail says that a message arrived and its reference, in the sender's language. Nothing else. "
            "It needs a field that is the “E-mail address of the sender”."
        ),
    )
    replies_by_mail = models.BooleanField(
        _("staff answer from their own mailbox"),
        default=False,
        help_text=_("Then a reply to the mail about a new message goes to the sender's address."),
    )
    retention_days = models.PositiveIntegerField(
        _("days messages are kept"),
        default=DEFAULT_RETENTION_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MAXIMUM_RETENTION_DAYS)],
        help_text=_("After that they are deleted with their files, except those on hold. Shown beside the form."),
    )

    searched_fields = ("introduction",)

    content_panels = [
        *BasePage.content_panels,
        *IllustratedMixin.illustration_panels,
        InlinePanel("form_fields", label=_("Field"), heading=_("Fields")),
        FieldPanel("button_label"),
        MultiFieldPanel(["thank_you_heading", "thank_you_text"], _("Thank you")),
        MultiFieldPanel(
            [NotifiesNobodyPanel(), "notified", "replies_by_mail", "is_acknowledged", "retention_days"],
            _("What happens to messages"),
        ),
    ]
    promote_panels = [*BasePage.promote_panels, MultiFieldPanel(["is_at_foot"], _("For the footer"))]

    # These are the same in every language.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in ("is_at_foot", "notified", "is_acknowledged", "replies_by_mail", "retention_days")
        ),
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")

    def clean(self) -> None:
        """Refuse a second form in the footer, its expiry, and a line that is not an e-mail address."""
        super().clean()
        same_page = Q(translation_key=self.translation_key) | Q(slug=self.slug, locale=self.locale)
        # A translation may still have the value that its original had before.
        others = FormPage.objects.filter(is_at_foot=True, locale__language_code=settings.LANGUAGE_CODE)
        is_original = is_source_language(self.locale.language_code)
        if self.is_at_foot and is_original and (other := others.exclude(same_page).first()):
            message = _("“%(title)s” is in the footer of every page already. Remove it there first.")
            raise ValidationError({"is_at_foot": message % {"title": other.title}})
        if self.is_at_foot and self.expire_at:
            message = _("This form is in the footer of every page. Remove the expiry date.")
            raise ValidationError({"is_at_foot": message})
        for address in lines(self.notified):
            try:
                EmailField().clean(address)
            except ValidationError:
                message = _("“%(address)s” is not an e-mail address. Write one address on each line.")
                raise ValidationError({"notified": message % {"address": address}}) from None

    def get_form_fields(self) -> list[FormField]:
        fields = list(self.form_fields.all())
        keys = [] if is_source_language(self.locale.language_code) else [field.translation_key for field in fields]
        first = FormField.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
        set_originals(fields, first)
        if self.filler:
            for field in fields:
                fill_fields(field, self.filler)
        return fields

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the form, or the response to a sent form."""
        self.fill(request)
        return respond(request, self)

    def render_landing_page(
        self, request: HttpRequest, form_submission: str | None = None, *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        """Return the thank-you page. `form_submission` is the message's reference."""
        if form_submission:
            site_context(request).query_in_other_languages = f"?sent={form_submission}"
        context = self.get_context(request) | {"reference": form_submission or EXAMPLE_REFERENCE}
        return TemplateResponse(request, self.landing_page_template, context)
