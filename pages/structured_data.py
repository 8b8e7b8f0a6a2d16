"""What pages say to machines, in the words of schema.org, made from the stored blocks.

Types and properties: https://schema.org/MedicalCondition, /MedicalProcedure, /MedicalClinic, /BreadcrumbList.
"""

from django.conf import settings
from django.utils.html import strip_tags

CONTEXT = "https://schema.org"
CLINIC_ID = "#clinic"


def clinic_id():
    """The identifier by which every page names the clinic."""
    return f"{settings.BASE_URL}/{CLINIC_ID}"


def web_page(page, request):
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


def medical_web_page(page, request):
    """Return the page as a `MedicalWebPage` about the subject it describes; its last review only when signed."""
    data = web_page(page, request) | {
        "@type": "MedicalWebPage",
        "mainEntity": {"@id": subject_id(page, request)},
    }
    if page.is_reviewed:
        data["lastReviewed"] = page.reviewed_on.isoformat()
        data["reviewedBy"] = {"@type": "Person", "name": page.reviewed_by}
    return data


def subject_id(page, request):
    """The identifier of what the page is about, apart from the page itself."""
    return f"{page.absolute_url(request)}#subject"


def medical_condition(page, request):
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


def medical_procedure(page, request):
    """Return the treatment by its type, with the conditions it is used for."""
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


def clinic_at_main_location(location):
    """Return the clinic as a whole: the `MedicalClinic` that publishes every page."""
    return medical_clinic(location, clinic_id(), f"{settings.BASE_URL}/")


def clinic_at(location, request):
    """Return what the clinic is at one location: a `MedicalClinic` that belongs to the clinic as a whole."""
    address = location.absolute_url(request)
    data = medical_clinic(location, f"{address}{CLINIC_ID}", address)
    return data | {"parentOrganization": {"@id": clinic_id()}}


def medical_clinic(location, identifier, address):
    """Return a `MedicalClinic` with the location's address, numbers and hours."""
    data = {
        "@context": CONTEXT,
        "@type": "MedicalClinic",
        "@id": identifier,
        "name": location.clinic_name,
        "url": address,
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
        "sameAs": [link.value["url"] for link in location.connect_links],
    }
    if location.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(location.latitude),
            "longitude": float(location.longitude),
        }
    return _without_empty(data)


def breadcrumb_list(breadcrumbs):
    """Return the trail as a `BreadcrumbList`; takes pairs of a label and an absolute address."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": address}
            for position, (label, address) in enumerate(breadcrumbs, start=1)
        ],
    }


SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _opening_hours(week):
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


def _terms(schema_type, section):
    return [
        _without_empty({"@type": schema_type, "name": item["term"], "description": item["description"]})
        for item in (section["items"] if section else [])
    ]


def _options(page, section, request):
    return [
        _without_empty(
            {
                "@type": "MedicalTherapy",
                "name": option["name"],
                "description": option["description"],
                "url": _treatment_address(page, option["treatment"], request),
            }
        )
        for tier in (section["tiers"] if section else [])
        for option in tier["options"]
    ]


def _treatment_address(page, chosen, request):
    treatment = chosen and page.treatments.get(chosen.translation_key)
    return treatment.absolute_url(request) if treatment else ""


def _plain(section):
    return " ".join(strip_tags(section["text"].source.replace("</p>", "</p> ")).split()) if section else ""


def _dates(page):
    published, changed = page.first_published_at, page.last_published_at
    dates = {"datePublished": published, "dateModified": changed}
    return {name: date.date().isoformat() for name, date in dates.items() if date}


def _without_empty(data):
    return {name: value for name, value in data.items() if value not in ("", [], None)}
