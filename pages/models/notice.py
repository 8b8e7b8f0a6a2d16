"""The mixin for legal notices: what only the clinic can write in them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from pages.blocks.general import TextSectionBlock
from pages.phone import phone_link, phone_number

# The parts of a notice of privacy practices that are not its text: 45 CFR 164.520(b)(1)(vii) and (viii).
PARTS_OF_OWN_NOTICE = {
    "own_notice_title": _("Write the title of the notice, for example “Notice of Privacy Practices”."),
    "effective_on": _("Say from which day the notice is in effect: the law requires its date."),
    "contact_name": _("Name the person or the office to ask about the notice: the law requires a contact."),
    "contact_phone": _("Write the phone number of the contact: the law requires it."),
}
COORDINATOR = {
    "coordinator_name": _("Name the coordinator, or clear the coordinator's phone number and e-mail address."),
    "coordinator_phone": _("Write the coordinator's phone number, so that patients can reach the coordinator."),
}


class NoticeMixin(models.Model):
    """Holds the parts of legal notices that only the clinic can write. Each is shown once it is filled in.

    The clinic's own notice replaces the page's title, introduction and sections. The address stays the same.
    """

    own_notice_title = models.CharField(
        _("title of the notice"),
        max_length=120,
        blank=True,
        help_text=_("Once the notice below is filled in, the page has this title instead of the one on “Content”."),
    )
    own_notice = StreamField(
        [("text_section", TextSectionBlock())],
        verbose_name=_("text of the notice"),
        blank=True,
        help_text=_(
            "It replaces the introduction and the sections of the page. If the notice is a document, write a section "
            "with a link to the document."
        ),
    )
    effective_on = models.DateField(
        _("effective date"), null=True, blank=True, help_text=_("The day from which the notice is in effect.")
    )
    contact_name = models.CharField(
        _("contact"),
        max_length=120,
        blank=True,
        help_text=_("The name or title of the person, or the office, that answers questions about the notice."),
    )
    contact_phone = models.CharField(
        _("phone number of the contact"),
        max_length=12,
        blank=True,
        validators=[phone_number],
        help_text=_("For example: 479-967-7770"),
    )
    coordinator_name = models.CharField(
        _("civil rights coordinator"),
        max_length=120,
        blank=True,
        help_text=_("The name or title. Federal rules (45 CFR 92.7) require a coordinator from 15 employees on."),
    )
    coordinator_phone = models.CharField(
        _("phone number of the coordinator"),
        max_length=12,
        blank=True,
        validators=[phone_number],
        help_text=_("For example: 479-967-7770"),
    )
    coordinator_email = models.EmailField(
        _("e-mail address of the coordinator"), blank=True, help_text=_("Patients see it.")
    )
    grievance_procedure = models.TextField(
        _("grievance procedure"),
        blank=True,
        help_text=_(
            "How a patient files a grievance with the clinic, and by when the clinic answers. "
            "An empty line begins a new paragraph."
        ),
    )
    billing_disclosure = StreamField(
        [("text_section", TextSectionBlock())],
        verbose_name=_("disclosure about surprise bills"),
        blank=True,
        help_text=_("The clinic's disclosure under 45 CFR 149.430, shown below the sections of the page."),
    )

    notice_panels = [
        HelpPanel(_("Only for the legal notices in the footer. Leave everything here empty on other pages.")),
        MultiFieldPanel(
            [
                "own_notice_title",
                "own_notice",
                FieldRowPanel(["effective_on"]),
                FieldRowPanel(["contact_name", "contact_phone"]),
            ],
            _("The clinic's own notice"),
        ),
        MultiFieldPanel(
            [
                "coordinator_name",
                FieldRowPanel(["coordinator_phone", "coordinator_email"]),
                "grievance_procedure",
            ],
            _("Civil rights"),
        ),
        FieldPanel("billing_disclosure"),
    ]
    # Date, numbers and address are the same in every language. The other parts are translated.
    notice_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("effective_on", "contact_phone", "coordinator_phone", "coordinator_email")
    ]
    notice_searched_fields = ("own_notice", "coordinator_name", "grievance_procedure", "billing_disclosure")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an own notice without its required parts, the parts without a notice, and half a coordinator.

        The title of an own notice becomes the title of the page.
        """
        super().clean()
        if self.own_notice:
            self._require(PARTS_OF_OWN_NOTICE)
            self.title = self.own_notice_title
        elif self.effective_on or self.contact_name or self.contact_phone:
            raise ValidationError({"own_notice": _("Write the notice, or clear its date and its contact below.")})
        if self.coordinator_name or self.coordinator_phone or self.coordinator_email:
            self._require(COORDINATOR)

    def _require(self, messages: dict) -> None:
        missing = {name: message for name, message in messages.items() if not getattr(self, name)}
        if missing:
            raise ValidationError(missing)

    @property
    def contact_phone_link(self) -> SafeString:
        """The number of the contact as a link that dials it."""
        return phone_link(self.contact_phone)

    @property
    def coordinator_phone_link(self) -> SafeString:
        """The number of the coordinator as a link that dials it."""
        return phone_link(self.coordinator_phone)
