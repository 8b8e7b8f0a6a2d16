"""The holidays that a clinic may observe, and their dates in each year (package `holidays`)."""

import datetime
from collections.abc import Collection
from functools import cache

import holidays
from django.db import models
from django.utils.translation import gettext_lazy as _

DAY = datetime.timedelta(days=1)
OBSERVED = " (observed)"  # what the package adds to the name of the weekday on which a holiday is observed


class Holiday(models.TextChoices):
    """A holiday in the United States, in the order of the year."""

    NEW_YEAR = "new_year", _("New Year’s Day")
    MARTIN_LUTHER_KING = "martin_luther_king", _("Martin Luther King Jr. Day")
    PRESIDENTS = "presidents", _("Presidents’ Day")
    GOOD_FRIDAY = "good_friday", _("Good Friday")
    MEMORIAL = "memorial", _("Memorial Day")
    JUNETEENTH = "juneteenth", _("Juneteenth")
    INDEPENDENCE = "independence", _("Independence Day")
    LABOR = "labor", _("Labor Day")
    COLUMBUS = "columbus", _("Columbus Day")
    VETERANS = "veterans", _("Veterans Day")
    THANKSGIVING = "thanksgiving", _("Thanksgiving")
    AFTER_THANKSGIVING = "after_thanksgiving", _("the day after Thanksgiving")
    CHRISTMAS_EVE = "christmas_eve", _("Christmas Eve")
    CHRISTMAS = "christmas", _("Christmas")
    NEW_YEARS_EVE = "new_years_eve", _("New Year’s Eve")


# The names in the package.
NAMES = {
    "New Year's Day": Holiday.NEW_YEAR,
    "Martin Luther King Jr. Day": Holiday.MARTIN_LUTHER_KING,
    "Washington's Birthday": Holiday.PRESIDENTS,
    "Good Friday": Holiday.GOOD_FRIDAY,
    "Memorial Day": Holiday.MEMORIAL,
    "Juneteenth National Independence Day": Holiday.JUNETEENTH,
    "Independence Day": Holiday.INDEPENDENCE,
    "Labor Day": Holiday.LABOR,
    "Columbus Day": Holiday.COLUMBUS,
    "Veterans Day": Holiday.VETERANS,
    "Thanksgiving Day": Holiday.THANKSGIVING,
    "Christmas Eve": Holiday.CHRISTMAS_EVE,
    "Christmas Day": Holiday.CHRISTMAS,
    "New Year's Eve": Holiday.NEW_YEARS_EVE,
}


def holiday_on(day: datetime.date, among: Collection[str] = Holiday.values) -> Holiday | None:
    """Return the holiday on this day, or None; only one of those in `among`.

    A holiday at the weekend is also observed on the Friday before or the Monday after (5 U.S.C. 6103(b)). On a day that
    is a holiday itself, that holiday is returned and not the one that is observed.
    """
    return next((holiday for holiday in holidays_of_year(day.year).get(day, ()) if holiday in among), None)


@cache
def holidays_of_year(year: int) -> dict[datetime.date, list[Holiday]]:
    """Return the holidays by date. For each date, those that are only observed come last."""
    calendar = holidays.country_holidays("US", years=year, categories=("public", "unofficial"))
    found: dict[datetime.date, list[tuple[bool, Holiday]]] = {}
    for day in calendar:
        for name in calendar.get_list(day):
            holiday = NAMES.get(name.removesuffix(OBSERVED))
            if holiday and day.year == year:
                found.setdefault(day, []).append((name.endswith(OBSERVED), holiday))
                if holiday == Holiday.THANKSGIVING:
                    found.setdefault(day + DAY, []).append((False, Holiday.AFTER_THANKSGIVING))
    return {day: [holiday for _observed, holiday in sorted(rows)] for day, rows in found.items()}
