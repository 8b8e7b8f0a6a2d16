"""Pages about where the clinic is."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.formats import time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from pages.blocks import ConnectLinkBlock, GeneralBodyBlock, WeekBlock
from pages.languages import visible
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.phone import phone_link, phone_number, phone_uri
from pages.structured_data import clinic_at

PHONE_PLACE = "{phone}"


class LocationIndexPage(IllustratedMixin, BasePage):
    """Introduces the clinic's locations and lists them."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.LocationPage"]
    max_count_per_parent = 1
    page_description = _("Lists the clinic's locations.")

    content_panels = [*BasePage.content_panels, *IllustratedMixin.illustration_panels]

    class Meta:
        verbose_name = _("list of locations")
        verbose_name_plural = _("lists of locations")

    @cached_property
    def locations(self):
        """The locations readers may see, in the order of the tree."""
        return list(visible(LocationPage.objects.child_of(self), self.language_code).order_by("path"))


class LocationPage(IllustratedMixin, BasePage):
    """Tells where a location of the clinic is, when it is open, and how to reach it."""

    parent_page_types = ["pages.LocationIndexPage"]
    subpage_types = []
    page_description = _("Tells where a location is, when it is open, and how to reach it.")

    clinic_name = models.CharField(_("name of the clinic"), max_length=120)
    call_line = models.CharField(
        _("call line"),
        max_length=120,
        help_text=_("Shown on top of every page. Write {phone} where the phone number goes."),
    )
    phone = models.CharField(_("phone"), max_length=12, validators=[phone_number])
    fax = models.CharField(_("fax"), max_length=12, blank=True, validators=[phone_number])
    street_address = models.CharField(_("street address"), max_length=120)
    city = models.CharField(_("city"), max_length=60)
    state = models.CharField(_("state"), max_length=30)
    postal_code = models.CharField(
        _("ZIP code"),
        max_length=10,
        validators=[RegexValidator(r"^\d{5}(-\d{4})?$", _("Write the ZIP code as 72801."))],
    )
    country = models.CharField(_("country"), max_length=60, default="United States")
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("For maps. Between -90 and 90; positive in the United States."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("For maps. Between -180 and 180; negative in the United States."),
    )
    hours = StreamField(
        [("week", WeekBlock())],
        verbose_name=_("hours"),
        min_num=1,
        max_num=1,
        help_text=_("Shown here and in the foot of every page."),
    )
    holiday_note = models.CharField(
        _("note on holidays"), max_length=120, blank=True, help_text=_("Shown below the hours.")
    )
    referral_heading = models.CharField(_("heading about referral"), max_length=120, blank=True)
    referral_text = models.TextField(
        _("text about referral"), blank=True, help_text=_("How to get an appointment. Shown in the foot of every page.")
    )
    directions = models.TextField(_("directions"), blank=True, help_text=_("How to find the way to the door."))
    parking = models.TextField(_("parking"), blank=True, help_text=_("Where to park, and where with a wheelchair."))
    offered = models.TextField(
        _("what is offered here"), blank=True, help_text=_("Which visits and treatments take place at this location.")
    )
    body = StreamField(GeneralBodyBlock(), verbose_name=_("sections"), blank=True)
    connect_links = StreamField(
        [("connect_link", ConnectLinkBlock())],
        verbose_name=_("connect with us"),
        blank=True,
        help_text=_("Links in the foot of every page. While there are none, the foot does not mention them."),
    )

    newsletter_heading = models.CharField(
        _("heading"), max_length=60, blank=True, help_text=_("At the foot of every page. Left empty: “Subscribe”.")
    )
    newsletter_text = models.CharField(
        _("offer"), max_length=255, blank=True, help_text=_("Why somebody should sign up, in a sentence.")
    )

    searched_fields = (
        "introduction",
        "clinic_name",
        "referral_heading",
        "referral_text",
        "directions",
        "parking",
        "offered",
        "body",
    )

    content_panels = [
        *BasePage.content_panels,
        *IllustratedMixin.illustration_panels,
        MultiFieldPanel(["clinic_name", "call_line", FieldRowPanel(["phone", "fax"])], _("Name and numbers")),
        MultiFieldPanel(
            [
                "street_address",
                FieldRowPanel(["city", "state", "postal_code", "country"]),
                FieldRowPanel(["latitude", "longitude"]),
            ],
            _("Address"),
        ),
        MultiFieldPanel(["hours", "holiday_note"], _("Hours")),
        MultiFieldPanel(["referral_heading", "referral_text"], _("Referral")),
        "directions",
        "parking",
        "offered",
        FieldPanel("body"),
        FieldPanel("connect_links"),
        MultiFieldPanel(["newsletter_heading", "newsletter_text"], _("Newsletter")),
    ]

    # An address, a number and hours are the same in every language.
    override_translatable_fields = BasePage.override_translatable_fields + [
        SynchronizedField(name)
        for name in (
            "clinic_name",
            "phone",
            "fax",
            "street_address",
            "city",
            "state",
            "postal_code",
            "hours",
            "connect_links",
        )
    ]

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def clean(self):
        """Refuse a call line without a place for the number, and half a pair of coordinates."""
        super().clean()
        errors = {}
        if self.call_line.count(PHONE_PLACE) != 1:
            errors["call_line"] = _("Write {phone} once in this line: the phone number is put there.")
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            errors[missing] = _("Give both latitude and longitude, or neither.")
        if errors:
            raise ValidationError(errors)

    @property
    def phone_uri(self):
        """The number for a link that dials it (RFC 3966)."""
        return phone_uri(self.phone)

    @property
    def phone_link(self):
        """The number as a link that dials it."""
        return phone_link(self.phone)

    @property
    def call_line_parts(self):
        """What stands before the number in the call line, and what after it."""
        before, _place, after = self.call_line.partition(PHONE_PLACE)
        return before, after

    @property
    def city_line(self):
        """City, state and ZIP code as on an envelope."""
        return f"{self.city}, {self.state} {self.postal_code}"

    @property
    def full_address(self):
        """The whole address on one line."""
        return f"{self.street_address}, {self.city_line}, {self.country}"

    @property
    def map_url(self):
        """Where a map shows the way here: by coordinates where there are any, else by address.

        A link of Google Maps, whose form is documented and which phones open in a map of their own.
        """
        has_place = self.latitude is not None and self.longitude is not None
        place = f"{self.latitude},{self.longitude}" if has_place else self.full_address
        return f"https://www.google.com/maps/dir/?{urlencode({'api': 1, 'destination': place})}"

    @property
    def week(self):
        """The hours of the week; None while there are none."""
        return self.hours[0].value if self.hours else None

    def names_not_shown(self):
        """Return the search words, the numbers and the street, by which a location is looked for."""
        return [*super().names_not_shown(), *filter(None, [self.phone, self.fax, self.street_address])]

    def texts_to_search(self):
        """Return what the page says, with address, numbers and hours."""
        with override(self.language_code):
            facts = [
                f"{_('Address')}: {self.full_address}",
                f"{_('Phone')}: {self.phone}",
                f"{_('Fax')}: {self.fax}" if self.fax else "",
                f"{_('Hours')}: {self._week_in_words}" if self.week else "",
                self.holiday_note,
            ]
        return [*super().texts_to_search(), *filter(None, facts)]

    @property
    def _week_in_words(self):
        return ", ".join(f"{day.name} {self._day_in_words(day)}" for day in self.week.days)

    @staticmethod
    def _day_in_words(day):
        shifts = (f"{time_format(opens, 'g:i A')} – {time_format(closes, 'g:i A')}" for opens, closes in day.shifts)
        return " ".join(shifts) or str(day.status_label)

    def structured_data(self, request):
        """The page, and the clinic with address and hours."""
        return [*super().structured_data(request), clinic_at(self, request)]
