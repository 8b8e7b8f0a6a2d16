"""The page types."""

from pages.models.announcement import Announcement
from pages.models.base import BasePage
from pages.models.clinical_review_task import ClinicalReviewTask
from pages.models.closure import Closure, SpecialHours
from pages.models.condition import BodyArea, ConditionIndexPage, ConditionPage, Region
from pages.models.illustrated import IllustratedMixin
from pages.models.location import LocationPage
from pages.models.location_index import LocationIndexPage
from pages.models.missing_address import MissingAddress
from pages.models.passage import Passage
from pages.models.person import PersonPage
from pages.models.person_index import PersonIndexPage
from pages.models.review import Review, ReviewedText
from pages.models.shared_row import SharedRowMixin
from pages.models.site_version import SiteVersion
from pages.models.source import Source
from pages.models.standard import StandardPage
from pages.models.timed_entry import TimedEntry
from pages.models.translation_status import TranslationStatus
from pages.models.treatment import TreatmentIndexPage, TreatmentPage
from pages.models.warning_sign import WarningSign

__all__ = [
    "Announcement",
    "BasePage",
    "BodyArea",
    "ClinicalReviewTask",
    "Closure",
    "ConditionIndexPage",
    "ConditionPage",
    "IllustratedMixin",
    "LocationIndexPage",
    "LocationPage",
    "MissingAddress",
    "Passage",
    "PersonIndexPage",
    "PersonPage",
    "Region",
    "Review",
    "ReviewedText",
    "SharedRowMixin",
    "SiteVersion",
    "Source",
    "SpecialHours",
    "StandardPage",
    "TimedEntry",
    "TranslationStatus",
    "TreatmentIndexPage",
    "TreatmentPage",
    "WarningSign",
]
