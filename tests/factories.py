"""Pages for tests, published and with just what their type asks for."""

from itertools import count
from uuid import uuid4

from pages.models import ConditionIndexPage, ConditionPage, StandardPage, TreatmentIndexPage, TreatmentPage

number = count(1)


def publish(page):
    """Publish the page as it stands, and return it as it is in the database."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_condition(title=None, **values):
    """Return a new condition, listed in the menu."""
    title = title or f"Condition {next(number)}"
    values = {"body_areas": ["neck"], "introduction": "It hurts.", "show_in_menus": True, **values}
    parent = ConditionIndexPage.objects.get(locale__language_code="en")
    return publish(parent.add_child(instance=ConditionPage(title=title, **values)))


def make_treatment(title=None, **values):
    """Return a new treatment, listed in the menu."""
    title = title or f"Treatment {next(number)}"
    values = {"kind": "injection", "introduction": "It may help.", "show_in_menus": True, **values}
    parent = TreatmentIndexPage.objects.get(locale__language_code="en")
    return publish(parent.add_child(instance=TreatmentPage(title=title, **values)))


def make_standard_page(parent, title=None, **values):
    """Return a new standard page below the given page."""
    title = title or f"Page {next(number)}"
    values = {"introduction": "Good to know.", **values}
    return publish(parent.add_child(instance=StandardPage(title=title, **values)))


def section(name, **value):
    """Return a section as a stream stores it."""
    return {"type": name, "value": value, "id": str(uuid4())}


def items(*values):
    """Return the items of a list block as a stream stores them."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def treatment_options(*treatments, tier="interventional"):
    """Return the section with one tier, in which an option points at each of the treatments."""
    options = items(*({"name": page.title, "description": "", "treatment": page.pk} for page in treatments))
    return section(
        "treatment_options", heading="Options", introduction="", tiers=items({"tier": tier, "options": options})
    )
