"""The texts that every page of the site shows."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from pages.blocks import ConnectLinkBlock
from pages.schedule import DEFAULT_CLOSURE_DAYS, MOST_CLOSURE_DAYS

PHONE_PLACEHOLDER = "{phone}"


class SiteTextMixin(models.Model):
    """Holds the texts in the header and the footer of every page: clinic, referral, newsletter, links."""

    clinic_name = models.CharField(_("name of the clinic"), max_length=120)
    call_line = models.CharField(
        _("call line"),
        max_length=120,
        blank=True,
        help_text=_(
            "Shown at the top of every page. Write {phone} where the phone number goes. Left empty: “Call us:” and "
            "the number."
        ),
    )
    referral_heading = models.CharField(_("heading about referral"), max_length=120, blank=True)
    referral_text = models.TextField(
        _("text about referral"),
        blank=True,
        help_text=_("How to get an appointment. Shown in the footer of every page."),
    )
    newsletter_heading = models.CharField(
        _("heading"), max_length=60, blank=True, help_text=_("In the footer of every page. Left empty: “Subscribe”.")
    )
    newsletter_text = models.CharField(
        _("offer"), max_length=255, blank=True, help_text=_("Why a reader should sign up, in one sentence.")
    )
    closure_days = models.PositiveSmallIntegerField(
        _("days before a closure"),
        default=DEFAULT_CLOSURE_DAYS,
        validators=[MaxValueValidator(MOST_CLOSURE_DAYS)],
        help_text=_(
            "How many days before a closure the banner on every page announces it. 0: only while we are closed."
        ),
    )
    connect_links = StreamField(
        [("connect_link", ConnectLinkBlock())],
        verbose_name=_("connect with us"),
        blank=True,
        help_text=_("Links in the footer of every page. Without links, the footer has no such section."),
    )

    site_text_panels = [
        MultiFieldPanel(["clinic_name", "call_line"], _("Name and call line")),
        MultiFieldPanel(["referral_heading", "referral_text"], _("Referral")),
        MultiFieldPanel(["newsletter_heading", "newsletter_text"], _("Newsletter")),
        FieldPanel("closure_days"),
        FieldPanel("connect_links"),
    ]
    # These are the same in every language. The other texts are translated.
    site_text_translatable_fields = [
        SynchronizedField("clinic_name"),
        SynchronizedField("closure_days"),
        SynchronizedField("connect_links"),
    ]
    site_text_searched_fields = ("clinic_name", "referral_heading", "referral_text")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise `ValidationError` for a call line that does not contain `{phone}` exactly once."""
        super().clean()
        if self.call_line and self.call_line.count(PHONE_PLACEHOLDER) != 1:
            raise ValidationError({"call_line": _("Write {phone} once in this line: the phone number is put there.")})
