"""Read the content files of the seed: their pages, sections, links, and the texts for patients, line by line."""

import re

from home.management.commands.seed import CONTENT
from home.seed.files import read_content

_home = read_content(CONTENT)
FILES = {content.path or "home": content for content in _home.walk()}
SNIPPETS = {content.path: content.data for content in _home.snippets}
SOURCES = SNIPPETS["sources"]
CONDITIONS = [path for path, content in FILES.items() if content.data["type"] == "ConditionPage"]
TREATMENTS = [path for path, content in FILES.items() if content.data["type"] == "TreatmentPage"]

# The clinic wrote the text of this page; the tests of style do not apply to it.
CLINICS_OWN = "conditions-we-treat/mid-back-pain"

PASSAGES, WARNING_SIGNS = SNIPPETS["passages"], SNIPPETS["warning_signs"]

# Keys of texts that patients read, and keys of other data: of a page, and of a section or its parts.
TEXTS_OF_PAGE = (
    *("hero_heading", "introduction_heading", "introduction", "ways_in", "steps_heading", "steps", "body"),
    *("appointment_note", "after_hours", "directions", "parking", "entrance", "offered"),
    *("duration", "onset", "lasts", "repeats", "back_to_work", "medicare_rule"),
)
DATA_OF_PAGE = {
    *("type", "children", "title", "menu_label", "search_description", "search_words", "show_in_menus", "is_notice"),
    *("plain_name", "name_in_headings", "sedation", "driver", "image_guidance"),
    *(
        "illustration",
        "other_names",
        "body_areas",
        "main_areas",
        "frequency",
        "region",
        "kind",
        "sources",
        "main_location",
        "referral_form",
        "language_help",
    ),
    *("clinic_name", "phone", "fax", "street_address", "city", "state", "postal_code", "country", "hours"),
    *("holiday_note", "call_line", "referral_heading", "referral_text", "newsletter_heading", "newsletter_text"),
    *("form_fields", "button_label", "thank_you_heading", "thank_you_text"),
    *("is_at_foot", "is_acknowledged", "retention_days", "own_notice_title"),
}
TEXTS_OF_SECTION = ("heading", "introduction", "text", "caption", "first_day", "first_week", "back_to_work")
LISTS_OF_LINES = ("do", "dont", "for_referring_doctor", "for_us")
LISTS_OF_KEYS = ("passages", "signs")
DATA_OF_SECTION = ("page", "section", "url", "urgency", "tier", "language")
LISTS_OF_PARTS = ("tiers",)
LISTS_OF_TERMS = ("items", "options")  # each is “term: description”, with an optional “treatment”
KEYS_OF_SECTION = {
    *(*TEXTS_OF_SECTION, *DATA_OF_SECTION, *LISTS_OF_PARTS, *LISTS_OF_TERMS, *LISTS_OF_LINES, *LISTS_OF_KEYS),
}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def sections(path):
    """Return pairs of a section's name and its value, in the order of the page."""
    return [pair for section in FILES[path].data.get("body", []) for pair in section.items()]


def tiers(path):
    """Return the tiers of a condition's treatment options."""
    return dict(sections(path))["treatment_options"]["tiers"]


def treatments_named(path):
    """Return the paths of the treatment pages that a condition's options link to."""
    return {option["treatment"] for tier in tiers(path) for option in tier["options"] if "treatment" in option}


def cards(path):
    """Return the signs of the page's care cards, by urgency."""
    return {value["urgency"]: value.get("signs", []) for name, value in sections(path) if name == "care_card"}


def passages(path):
    """Return the keys of the passages that the page includes."""
    return [key for _name, value in sections(path) for key in value.get("passages", [])]


def placeholders(data):
    """Return the placeholders in a page's data, such as `phone` and `source:fda-2014`, without the brackets."""
    return [name for text in _texts(data) for name in PLACEHOLDER.findall(text)]


def sources_referred_to(path):
    """Return the keys of the sources that the page's own text refers to."""
    return {name.removeprefix("source:") for name in placeholders(FILES[path].data) if name.startswith("source:")}


def sources_listed(path):
    """Return the keys of the sources in the page's list."""
    return [row["source"] for row in FILES[path].data.get("sources", [])]


def pages_named(path):
    """Return the paths of all pages of the site that the file links to, in any field."""
    return {name for name in _links(FILES[path].data) if not re.match("https?:|mailto:|tel:", name)}


def lines(path):
    """Return the texts of the page as plain text, one item for each paragraph or line; see `lines_of`."""
    return lines_of(FILES[path].data)


def lines_of(data):
    """Return the lines of a page's data.

    Raises `ValueError` for an unknown key: it may be misspelled, or contain text that the tests would not read.
    """
    _refuse_unknown(data, {*TEXTS_OF_PAGE, *DATA_OF_PAGE})
    found = []
    for name in TEXTS_OF_PAGE:
        if name in ("body", "steps", "ways_in"):
            values = [value for section in data.get(name, []) for value in section.values()]
            found += [line for value in values for line in _lines_of_section(value)]
        else:
            found += _lines_of_text(data.get(name, ""))
    return found


def sentences(path):
    """Return the texts of the page as one string in which each line ends with a full stop, “?” or “!”."""
    return "\n".join(line if line.endswith((".", "?", "!")) else f"{line.rstrip(':')}." for line in lines(path))


def _lines_of_text(text):
    text = re.sub(r"\{source:[^{}]*\}", "", text)
    plain = (LINK.sub(r"\1", line).replace("*", "").strip().removeprefix("- ") for line in text.splitlines())
    return [line for line in plain if line]


def _lines_of_section(section):
    _refuse_unknown(
        section,
        {*TEXTS_OF_SECTION, *DATA_OF_SECTION, *LISTS_OF_PARTS, *LISTS_OF_TERMS, *LISTS_OF_LINES, *LISTS_OF_KEYS},
    )
    for key, value in section.items():
        if key in TEXTS_OF_SECTION:
            yield from _lines_of_text(value)
        for part in value if key in LISTS_OF_PARTS else []:
            yield from _lines_of_section(part)
        if key in (*LISTS_OF_LINES, *LISTS_OF_KEYS):
            yield from _lines_of_list(key, value)
        if key in LISTS_OF_TERMS:
            yield from map(_line_of_term, value)


def _lines_of_list(key, values):
    for value in values:
        if key == "signs":
            yield from _lines_of_text(WARNING_SIGNS[value]["text"])
        elif key == "passages":
            yield PASSAGES[value]["name"]
            yield from _lines_of_text(PASSAGES[value]["text"])
        else:
            yield from _lines_of_text(value)


def _line_of_term(term):
    keys = [key for key in term if key != "treatment"]
    if len(keys) != 1:
        raise ValueError(f"“term: description” is expected, and maybe “treatment”, not {', '.join(term)}")
    return f"{keys[0]}: {term[keys[0]]}"


def _refuse_unknown(data, known):
    if unknown := set(data) - known:
        raise ValueError(f"unknown keys {', '.join(sorted(unknown))}: add them to the lists in tests/content.py")


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        for key, item in value.items():
            yield key
            yield from _texts(item)


def _links(value):
    if isinstance(value, str):
        yield from (address for _words, address in LINK.findall(value))
    elif isinstance(value, list):
        for item in value:
            yield from _links(item)
    else:
        for key, item in value.items():
            yield from [item] if key in ("treatment", "page", "main_location", "language_help") else _links(item)
