"""Pages about the clinic's locations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from pages.blocks import GeneralBodyBlock, WeekBlock
from pages.blocks.hours import DayStatus, WeekValue
from pages.fields import ChoiceListField, coordinate_field
from pages.holiday_dates import Holiday
from pages.location_text import location_facts
from pages.maps import directions_url
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.models.people import PeopleMixin
from pages.models.photo import PhotoMixin
from pages.phone import phone_link, phone_number, phone_uri
from pages.site_context import site_context
from pages.structured_data import clinic_at


class LocationPage(IllustratedMixin, PhotoMixin, PeopleMixin, BasePage):
    """Tells where a location of the clinic is, when it is open, and how to reach it."""

    parent_page_types = ["pages.LocationIndexPage"]
    subpage_types = []
    page_description = _("Tells where a location is, when it is open, and how to reach it.")
    people_field = "locations"

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
    latitude = coordinate_field(_("latitude"), 90, _("For maps. Between -90 and 90; positive in the United States."))
    longitude = coordinate_field(
        _("longitude"), 180, _("For maps. Between -180 and 180; negative in the United States.")
    )
    hours = StreamField(
        [("week", WeekBlock())],
        verbose_name=_("hours"),
        min_num=1,
        max_num=1,
        help_text=_("Shown here and in the footer of every page."),
    )
    holiday_note = models.CharField(
        _("note on holidays"), max_length=120, blank=True, help_text=_("Shown below the hours.")
    )
    observed_holidays = ChoiceListField(
        _("holidays"),
        blank=True,
        choices=Holiday.choices,
        help_text=_(
            "Tick the holidays on which this location is closed. Every year, the site then says so by itself, also on "
            "the Friday or Monday on which a holiday at the weekend is observed. The ticked holidays replace the note."
        ),
    )
    appointment_note = models.CharField(
        _("note on “By Appointment”"),
        max_length=200,
        blank=True,
        help_text=_(
            "What a patient can expect on a day by appointment. Shown below the hours while a day has that status."
        ),
    )
    after_hours = models.CharField(
        _("when we are closed"),
        max_length=255,
        blank=True,
        help_text=_("What a patient should do who needs help while we are closed. Shown below the hours."),
    )
    directions = models.TextField(_("directions"), blank=True, help_text=_("How to find the way to the door."))
    parking = models.TextField(_("parking"), blank=True, help_text=_("Where to park, and where with a wheelchair."))
    entrance = models.TextField(
        _("entrance and wheelchair access"),
        blank=True,
        help_text=_("Where the door is, and how to come in with a wheelchair, a walker, or without steps."),
    )
    offered = models.TextField(
        _("what is offered here"), blank=True, help_text=_("Which visits and treatments take place at this location.")
    )
    body = StreamField(GeneralBodyBlock(), verbose_name=_("sections"), blank=True)

    searched_fields = ("introduction", "after_hours", "directions", "parking", "entrance", "offered", "body")

    content_panels = [
        *BasePage.content_panels,
        *IllustratedMixin.illustration_panels,
        FieldRowPanel(["phone", "fax"], _("Phone and fax")),
        MultiFieldPanel(
            [
                "street_address",
                FieldRowPanel(["city", "state", "postal_code", "country"]),
                FieldRowPanel(["latitude", "longitude"]),
            ],
            _("Address"),
        ),
        MultiFieldPanel(["hours", "appointment_note", "holiday_note", "observed_holidays", "after_hours"], _("Hours")),
        "directions",
        "parking",
        "entrance",
        *PhotoMixin.photo_panels,
        "offered",
        FieldPanel("body"),
    ]

    # An address, a number and hours are the same in every language.
    override_translatable_fields = BasePage.override_translatable_fields + [
        SynchronizedField(name)
        for name in (
            *("phone", "fax", "street_address", "city", "state", "postal_code", "country"),
            *("hours", "observed_holidays", "photo"),
        )
    ]

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def clean(self) -> None:
        """Raise `ValidationError` for a latitude without a longitude, or the reverse."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Give both latitude and longitude, or neither.")})

    @property
    def phone_uri(self) -> str:
        """The number for a link that dials it (RFC 3966)."""
        return phone_uri(self.phone)

    @property
    def phone_link(self) -> str:
        """The number as a link that dials it."""
        return phone_link(self.phone)

    @property
    def city_line(self) -> str:
        """City, state and ZIP code as on an envelope."""
        return f"{self.city}, {self.state} {self.postal_code}"

    @property
    def full_address(self) -> str:
        """The whole address on one line."""
        return f"{self.street_address}, {self.city_line}, {self.country}"

    @property
    def map_url(self) -> str:
        """The URL of a map with directions to this location."""
        return directions_url(self.full_address, self.latitude, self.longitude)

    @property
    def week(self) -> WeekValue | None:
        """The hours of the week; None if they are not filled in."""
        return self.hours[0].value if self.hours else None

    @property
    def appointment_days(self) -> list[int]:
        """The numbers of the weekdays on which patients come by appointment only, 0 for Monday."""
        days = self.week.days if self.week else []
        return [day.number for day in days if day.status == DayStatus.BY_APPOINTMENT]

    @property
    def holiday_names(self) -> list[str]:
        """The names of the observed holidays in the reader's language, in the order of the year."""
        return [str(Holiday(value).label) for value in self.observed_holidays]

    def names_not_shown(self) -> list[str]:
        """Return the search words, the numbers and the street, by which patients search for a location."""
        return [*super().names_not_shown(), *filter(None, [self.phone, self.fax, self.street_address])]

    def texts_to_search(self) -> list[str]:
        """Return the texts of the page, with address, numbers and hours."""
        return [*super().texts_to_search(), *location_facts(self)]

    def fill(self, request: HttpRequest | None) -> None:
        """Record this page as the one that is served, fill its placeholders, and show the hours of its source page."""
        super().fill(request)
        site_context(request).copy_hours(self)

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the page's data for search engines, and those of the clinic at this location."""
        return [*super().structured_data(request), clinic_at(self, site_context(request))]
