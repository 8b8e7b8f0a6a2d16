"""JSON-LD for search engines: schema.org objects, built from the stored blocks.

Types and properties: https://schema.org/MedicalCondition, /MedicalProcedure, /MedicalClinic, /Physician, /Person,
/BreadcrumbList.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.blocks import StructValue

from pages.opening_times import MIDNIGHT, days_between
from pages.placeholders import without_references
from pages.site_context import site_context

if TYPE_CHECKING:
    from pages.blocks.hours import WeekValue
    from pages.location_schedule import LocationSchedule
    from pages.models import BasePage, ConditionPage, LocationPage, PersonPage, Review, TreatmentPage
    from pages.site_context import SiteContext

Data = dict[str, Any]

CONTEXT = "https://schema.org"
CLINIC_ID = "#clinic"


def clinic_id() -> str:
    """Return the identifier of the clinic, the same on every page."""
    return f"{settings.BASE_URL}/{CLINIC_ID}"


def web_page(page: "BasePage", request: HttpRequest | None) -> Data:
    """Return the page as a `WebPage`, published by the clinic."""
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": page.absolute_url(request),
        "url": page.absolute_url(request),
        "name": page.title,
        "description": page.meta_description,
        "inLanguage": page.language_code,
        "publisher": {"@id": clinic_id()},
        **_dates(page),
    }


def medical_web_page(page: "ConditionPage | TreatmentPage", request: HttpRequest | None) -> Data:
    """Return the page as a `MedicalWebPage` about its subject; with the last review only if that is signed."""
    data = web_page(page, request) | {
        "@type": "MedicalWebPage",
        "mainEntity": {"@id": subject_id(page, request)},
    }
    if review := page.shown_review:
        data["lastReviewed"] = review.reviewed_on.isoformat()
        data["reviewedBy"] = _reviewer(review, request)
    return data


def profile_page(page: "PersonPage", request: HttpRequest | None) -> Data:
    """Return the page as a `ProfilePage` about the person."""
    return web_page(page, request) | {"@type": "ProfilePage", "mainEntity": {"@id": person_id(page, request)}}


def person_id(page: "PersonPage", request: HttpRequest | None) -> str:
    """Return the identifier of the person, the same wherever the person is named in this language."""
    return f"{page.absolute_url(request)}#person"


def person(page: "PersonPage", request: HttpRequest | None) -> Data:
    """Return a `Physician`, or a `Person` for other professions, with the treatments that the person provides."""
    data = {
        "@context": CONTEXT,
        "@type": _type_of_person(page),
        "@id": person_id(page, request),
        "name": page.full_name,
        "description": page.meta_description,
        "url": page.absolute_url(request),
        "image": settings.BASE_URL + page.photo.get_rendition("fill-480x600|format-webp").url if page.photo else "",
        "knowsLanguage": page.languages,
    }
    if page.is_physician:
        data |= {
            "parentOrganization": {"@id": clinic_id()},
            "availableService": [
                {"@type": "MedicalProcedure", "name": treatment.title, "url": treatment.absolute_url(request)}
                for treatment in page.treatments_provided
            ],
        }
    else:
        data |= {"jobTitle": page.role, "worksFor": {"@id": clinic_id()}}
    return _without_empty(data)


def _type_of_person(page: "PersonPage") -> str:
    return "Physician" if page.is_physician else "Person"


def _reviewer(review: "Review", request: HttpRequest | None) -> Data:
    """Return the reviewer with the name as signed, and the address of their page if readers may see it."""
    page = review.reviewer_page
    if not page:
        return {"@type": "Person", "name": review.reviewer_name}
    return {
        "@type": _type_of_person(page),
        "@id": person_id(page, request),
        "name": review.reviewer_name,
        "url": page.absolute_url(request),
    }


def subject_id(page: "BasePage", request: HttpRequest | None) -> str:
    """Return the identifier of the page's subject, which differs from that of the page itself."""
    return f"{page.absolute_url(request)}#subject"


def medical_condition(page: "ConditionPage", request: HttpRequest | None) -> Data:
    """Return the `MedicalCondition` with its causes, signs and symptoms, and possible treatments."""
    sections = {block.block_type: block.value for block in page.body}
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "MedicalCondition",
            "@id": subject_id(page, request),
            "name": page.title,
            "alternateName": page.other_names_list,
            "description": page.meta_description,
            "associatedAnatomy": [
                {"@type": "AnatomicalStructure", "name": str(name)} for name in page.body_area_labels
            ],
            "cause": _terms("MedicalCause", sections.get("causes")),
            "signOrSymptom": _terms("MedicalSignOrSymptom", sections.get("clinical_presentation")),
            "expectedPrognosis": _plain(sections.get("prognosis")),
            "possibleTreatment": _options(page, sections.get("treatment_options"), request),
        }
    )


def medical_procedure(page: "TreatmentPage", request: HttpRequest | None) -> Data:
    """Return the treatment as the schema.org type of its kind, with the conditions it is used for."""
    return _without_empty(
        {
            "@context": CONTEXT,
            **page.schema_type,
            "@id": subject_id(page, request),
            "name": page.title,
            "alternateName": page.other_names_list,
            "description": page.meta_description,
            "indication": [
                {"@type": "MedicalIndication", "name": condition.title, "url": condition.absolute_url(request)}
                for condition in page.conditions_treated
            ],
        }
    )


def clinic_at_main_location(location: "LocationPage", site: "SiteContext") -> Data:
    """Return the clinic as a whole: the `MedicalClinic` that publishes every page."""
    return medical_clinic(location, site, clinic_id(), f"{settings.BASE_URL}/")


def clinic_at(location: "LocationPage", site: "SiteContext") -> Data:
    """Return the clinic at one location: a `MedicalClinic` that belongs to the clinic as a whole."""
    url = location.absolute_url(site.request)
    data = medical_clinic(location, site, f"{url}{CLINIC_ID}", url)
    return data | {"parentOrganization": {"@id": clinic_id()}}


def medical_clinic(location: "LocationPage", site: "SiteContext", identifier: str, url: str) -> Data:
    """Return a `MedicalClinic` with the location's address, numbers and hours, and the site's name and links."""
    home = site.home_or_source
    data = {
        "@context": CONTEXT,
        "@type": "MedicalClinic",
        "@id": identifier,
        "name": site.clinic_name,
        "url": url,
        "telephone": f"+1-{location.phone}",
        "faxNumber": f"+1-{location.fax}" if location.fax else "",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": location.street_address,
            "addressLocality": location.city,
            "addressRegion": location.state,
            "postalCode": location.postal_code,
            "addressCountry": location.country,
        },
        "openingHoursSpecification": _opening_hours(location.week),
        "specialOpeningHoursSpecification": _special_opening_hours(site.schedule.of(location)),
        "sameAs": [link.value["url"] for link in home.connect_links] if home else [],
    }
    if location.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(location.latitude),
            "longitude": float(location.longitude),
        }
    return _without_empty(data)


def breadcrumb_list(breadcrumbs: Iterable[tuple[str, str]]) -> Data:
    """Return the breadcrumbs as a `BreadcrumbList`; takes pairs of a label and an absolute URL."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": url}
            for position, (label, url) in enumerate(breadcrumbs, start=1)
        ],
    }


SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _opening_hours(week: "WeekValue | None") -> list[Data]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{CONTEXT}/{SCHEMA_DAYS[day.number]}",
            "opens": opens.isoformat("minutes"),
            "closes": closes.isoformat("minutes"),
        }
        for day in (week.days if week else [])
        for opens, closes in day.shifts
    ]


def _special_opening_hours(schedule: "LocationSchedule") -> list[Data]:
    """Return the days whose hours differ from those of the week. Closed on the whole day: from 00:00 to 00:00."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": day.isoformat(),
            "validThrough": day.isoformat(),
            "opens": opens.isoformat("minutes"),
            "closes": closes.isoformat("minutes"),
        }
        for day in days_between(schedule.first, schedule.last)
        if schedule.differs_on(day)
        for opens, closes in schedule.timetable.shifts_on(day) or [(MIDNIGHT, MIDNIGHT)]
    ]


def _terms(schema_type: str, section: StructValue | None) -> list[Data]:
    return [
        _without_empty({"@type": schema_type, "name": item["term"], "description": item["description"]})
        for item in (section["items"] if section else [])
    ]


def _options(page: "ConditionPage", section: StructValue | None, request: HttpRequest | None) -> list[Data]:
    return [
        _without_empty(
            {
                "@type": "MedicalTherapy",
                "name": option["name"],
                "description": option["description"],
                "url": _treatment_url(page, option["treatment"], request),
            }
        )
        for tier in (section["tiers"] if section else [])
        for option in tier["options"]
    ]


def _treatment_url(page: "ConditionPage", chosen: "TreatmentPage | None", request: HttpRequest | None) -> str:
    treatment = chosen and page.treatments.get(chosen.translation_key)
    return settings.BASE_URL + (site_context(request).page_url(treatment) or "") if treatment else ""


def _plain(section: StructValue | None) -> str:
    return (
        " ".join(strip_tags(without_references(section["text"].source).replace("</p>", "</p> ")).split())
        if section
        else ""
    )


def _dates(page: "BasePage") -> dict[str, str]:
    published, changed = page.first_published_at, page.last_published_at
    dates = {"datePublished": published, "dateModified": changed}
    return {name: date.date().isoformat() for name, date in dates.items() if date}


def _without_empty(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in ("", [], None)}
