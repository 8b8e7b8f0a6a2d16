"""The content files as a reader meets them: in paragraphs and lines."""

import re

from home.management.commands.seed import CONTENT
from home.seed.files import read_content

FILES = {content.path or "home": content for content in read_content(CONTENT).walk()}
CONDITIONS = [path for path, content in FILES.items() if content.data["type"] == "ConditionPage"]
TREATMENTS = [path for path, content in FILES.items() if content.data["type"] == "TreatmentPage"]

# The one page whose text is the clinic's own.
CLINICS_OWN = "conditions-we-treat/mid-back-pain"

READ = ("hero_heading", "introduction_heading", "introduction", "ways_in", "body", "directions", "offered")
NOT_READ = ("treatment", "page", "url", "urgency", "tier")
FIELDS = ("heading", "introduction", "text", "items", "tiers", "options", "caption")
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def sections(path):
    """Pairs of a section's name and its value, in the order of the page."""
    return [pair for section in FILES[path].data.get("body", []) for pair in section.items()]


def tiers(path):
    """The tiers of a condition's treatment options."""
    return dict(sections(path))["treatment_options"]["tiers"]


def treatments_named(path):
    """The treatment pages a condition's options point at."""
    return {option["treatment"] for tier in tiers(path) for option in tier["options"] if "treatment" in option}


def pages_named(path):
    """Every page of ours that the file points at, in whatever field."""
    return {name for name in _pointers(FILES[path].data) if not re.match("https?:|mailto:|tel:", name)}


def lines(path):
    """What the page says, paragraph by paragraph and line by line, as plain text."""
    data = FILES[path].data
    for name in READ:
        if name in ("body", "ways_in"):
            for section in data.get(name, []):
                for value in section.values():
                    yield from _lines(value)
        else:
            yield from _lines(data.get(name, ""))


def sentences(path):
    """What the page says as running text, each line ended like a sentence."""
    return "\n".join(line if line.endswith((".", "?", "!")) else f"{line.rstrip(':')}." for line in lines(path))


def _lines(value):
    if isinstance(value, str):
        for line in value.splitlines():
            if plain := LINK.sub(r"\1", line).replace("*", "").strip().removeprefix("- "):
                yield plain
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item)
    else:
        for key, item in value.items():
            if key in FIELDS:
                yield from _lines(item)
            elif key not in NOT_READ:
                yield f"{key}: {item}"


def _pointers(value):
    if isinstance(value, str):
        yield from (address for _words, address in LINK.findall(value))
    elif isinstance(value, list):
        for item in value:
            yield from _pointers(item)
    else:
        for key, item in value.items():
            yield from [item] if key in ("treatment", "page", "main_location") else _pointers(item)
