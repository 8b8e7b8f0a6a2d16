"""The page types."""

from pages.models.base import BasePage
from pages.models.condition import BodyArea, ConditionIndexPage, ConditionPage, Region
from pages.models.location import LocationIndexPage, LocationPage
from pages.models.standard import StandardPage
from pages.models.treatment import TreatmentIndexPage, TreatmentPage

ILLUSTRATED = [
    ConditionIndexPage,
    ConditionPage,
    LocationIndexPage,
    LocationPage,
    StandardPage,
    TreatmentIndexPage,
    TreatmentPage,
]

__all__ = [
    "ILLUSTRATED",
    "BasePage",
    "BodyArea",
    "ConditionIndexPage",
    "ConditionPage",
    "LocationIndexPage",
    "LocationPage",
    "Region",
    "StandardPage",
    "TreatmentIndexPage",
    "TreatmentPage",
]
