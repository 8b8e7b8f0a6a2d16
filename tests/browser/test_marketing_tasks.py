"""A marketing person does the usual tasks in the admin: each one works, with few clicks.

Each task is one function in `TASKS`. `pytest -s` prints the number of clicks and of fields that were filled in.
"""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from tests.browser.sign_in import PASSWORD, sign_in
from tests.browser.staff import DONE, Person
from tests.files import picture

pytestmark = [pytest.mark.writes, pytest.mark.slow]


def page_called(title):
    return Page.objects.get(title=title, locale__language_code="en")


def publish_a_condition_page(person, visitor):
    person.add_page("Conditions We Treat")
    person.fill("title", "Tennis Elbow")
    person.tick("body_areas", "arm")
    person.tick("region", "joints")
    person.fill("introduction", "The outside of the elbow hurts, often after repeated work with the hand.")
    person.finish()
    visitor.goto("/conditions-we-treat/tennis-elbow/")
    assert "The outside of the elbow hurts" in visitor.get_by_role("main").inner_text()


def put_a_photo_on_a_page(person, visitor):
    person.find_page("Tennis Elbow")
    person.click(person.page.locator("#panel-child-content-body-section").get_by_role("button", name="Insert a block"))
    person.click(person.page.get_by_role("option", name="Image"))
    person.click("Choose an image")
    dialog = person.page.get_by_role("dialog")
    person.click(dialog.get_by_role("tab", name="Upload"))
    photo = {"name": "IMG_4711.JPG", "mimeType": "image/jpeg", "buffer": picture("JPEG", (1200, 800))}
    dialog.locator("input[type=file]").set_input_files(photo)
    title = dialog.locator('[name$="-title"]')
    assert title.input_value() == ""
    person.fill(title, "An elbow with a bandage")
    person.click(dialog.get_by_role("button", name="Upload"))
    dialog.wait_for(state="hidden")
    person.fill(person.page.locator('[name$="-alt_text"]'), "A bandage around the elbow, below the joint")
    person.finish()
    visitor.goto("/conditions-we-treat/tennis-elbow/")
    image = visitor.locator("figure img")
    assert image.get_attribute("alt") == "A bandage around the elbow, below the joint"
    assert image.evaluate("image => image.decode().then(() => image.currentSrc.endsWith('.avif'))")


def rename_a_page(person, visitor):
    person.find_page("Tennis Elbow")
    person.fill("title", "Elbow Pain")
    person.click("Promote")
    person.fill("slug", "elbow-pain")
    person.finish()
    visitor.goto("/conditions-we-treat/tennis-elbow/")
    assert visitor.url.endswith("/conditions-we-treat/elbow-pain/")


def schedule_a_page(person, visitor):
    person.find_page("Elbow Pain")
    person.fill("introduction", "From January on, we also treat it at the new location.")
    person.click("Toggle status")
    person.click("Set schedule")
    person.fill("go_live_at", "2030-01-01 08:00")
    person.page.get_by_role("button", name="Save schedule").press("Enter")  # the open calendar may cover the button
    person.page.get_by_role("dialog").wait_for(state="hidden")
    person.finish("Schedule to publish")
    visitor.goto("/conditions-we-treat/elbow-pain/")
    assert "new location" not in visitor.get_by_role("main").inner_text()
    assert page_called("Elbow Pain").approved_schedule


def submit_a_page_for_review(person, visitor):
    person.find_page("Fibromyalgia")
    person.fill("introduction", "A sentence that a clinician must read first.")
    person.click("More actions")
    person.click(person.page.get_by_role("button", name=re.compile("^Submit to ")))
    person.page.locator(".messages").get_by_text(DONE).first.wait_for()
    visitor.goto("/conditions-we-treat/fibromyalgia/")
    assert "must read first" not in visitor.get_by_role("main").inner_text()


def change_the_hours(person, visitor):
    person.find_page("Russellville")
    person.fill("hours-0-value-monday-opens", "9am")
    person.fill("hours-0-value-monday-closes", "5 PM")
    person.click(re.compile("^Copy Monday"))
    person.finish()
    visitor.goto("/")
    week = visitor.get_by_role("contentinfo").locator(".week tr")
    assert "9:00 am – 5:00 pm" in week.nth(1).inner_text()
    assert "9:00 am – 5:00 pm" in week.nth(5).inner_text()


def close_for_a_day(person, visitor):
    person.page.goto("/admin/")
    person.click("Close for a day")
    person.tick("kind", "weather")
    person.click("Create")
    person.page.get_by_text("The site's pages now have").wait_for()
    visitor.goto("/privacy/")
    assert "Closed because of the weather" in visitor.locator(".banner").inner_text()


def introduce_a_person(person, visitor):
    person.add_page("Our Team")
    person.fill("title", "Ann Example")
    person.fill("credentials", "MD")
    person.fill("role", "Pain physician")
    person.fill("introduction", "Ann Example treats pain of the neck and the back.")
    person.page.get_by_label("Neck Pain", exact=True).check()
    person.clicks += 1
    person.finish()
    visitor.goto("/conditions-we-treat/neck-pain/")
    visitor.get_by_role("main").get_by_role("link", name="Ann Example, MD").click()
    assert "Pain physician" in visitor.get_by_role("main").inner_text()


def open_a_second_location(person, visitor):
    person.add_page("Locations")
    values = {"title": "Conway", "introduction": "Also in {city}.", "phone": "501-555-0144", "postal_code": "72032"}
    values |= {"street_address": "1 Oak Street", "city": "Conway", "state": "Arkansas"}
    for name, value in values.items():
        person.fill(name, value)
    hours = person.page.locator("[data-contentpath=hours]")
    person.click(hours.get_by_role("button", name="Insert a block"))
    person.tick("hours-0-value-monday-status", "open")
    person.fill("hours-0-value-monday-opens", "10 am")
    person.fill("hours-0-value-monday-closes", "noon")
    person.finish()
    visitor.goto("/")
    footer = visitor.get_by_role("contentinfo")
    assert "10:00 am – 12:00 pm" in footer.get_by_role("table", name="Conway").inner_text()
    assert "4:30 pm" in footer.get_by_role("table", name="Russellville").inner_text()
    assert "Russellville: " in visitor.locator(".call-line open-now").inner_text()
    visitor.goto("/contact-us/")
    visitor.get_by_role("group", name="Which location is this about?").get_by_label("Conway").check()


def make_a_form(person, visitor):
    person.add_page("Home", "Form page")
    person.fill("title", "Ask a Nurse")
    person.fill("introduction", "Ask us about your next visit.")
    person.click("Add Field")
    person.fill("form_fields-0-label", "Your question")
    person.tick("form_fields-0-field_type", "multiline")
    person.fill("thank_you_text", "We call you back.")
    person.finish()
    visitor.goto("/ask-a-nurse/")
    visitor.get_by_label("Your question").wait_for()


# The tasks in the order in which they are done, with the number of clicks that each may take.
TASKS = [
    (publish_a_condition_page, 7),
    (put_a_photo_on_a_page, 9),
    (rename_a_page, 5),
    (schedule_a_page, 6),
    (submit_a_page_for_review, 4),
    (make_a_form, 7),
    (open_a_second_location, 6),
    (change_the_hours, 4),
    (close_for_a_day, 3),
    (introduce_a_person, 4),
]


@pytest.fixture
def approval(site):
    """A workflow for all pages, if the site has none."""
    task = GroupApprovalTask.objects.create(name="Approval")
    task.groups.set(Group.objects.filter(name="Marketing"))
    workflow = Workflow.objects.create(name="Approval of pages")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def test_marketing_person_does_the_usual_tasks_with_few_clicks(
    browser_context, site, approval, django_user_model, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    user = django_user_model.objects.create_user("mark", "mark@example.com", PASSWORD)
    user.groups.set(Group.objects.filter(name="Marketing"))
    page = sign_in(browser_context(1440, 1000).new_page(), "mark")
    visitor = browser_context().new_page()
    clicks = {}
    for task, _maximum in TASKS:
        person = Person(page)
        task(person, visitor)
        clicks[task] = person.clicks
        print(f"{task.__name__}: {person.clicks} clicks, {person.fields} fields")  # noqa: T201 for `pytest -s`
    assert [task.__name__ for task, maximum in TASKS if clicks[task] > maximum] == []
