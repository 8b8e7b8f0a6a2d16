"""Take the pictures of README.md and of the guides for staff in `docs/`, with made-up people.

No test: `make pictures` runs it.
"""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from PIL import Image

from forms.models import FormPage
from tests.browser.example_data import break_a_job, make_mails, make_messages, make_subscribers
from tests.browser.sign_in import PASSWORD, sign_in
from tests.browser.test_idle import session_ends_in
from tests.docs_pictures import FOLDER, blocks, note_picture

MOST_BYTES, MOST_BYTES_OF_A_BLOCK = 80_000, 40_000
WIDTH = 1280


def save(picture, name, most_bytes=MOST_BYTES, colors=256):
    """Save a screenshot with few colors, so that the repository stays small, and note what it shows."""
    path = FOLDER / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(colors).save(path, optimize=True)
    assert path.stat().st_size <= most_bytes, f"{name} has {path.stat().st_size} bytes"
    note_picture(name)


def open_page(browser_context, address, width=WIDTH, height=800):
    """Open a page without animations and wait for its typefaces."""
    page = browser_context(width=width, height=height, color_scheme="light", reduced_motion="reduce").new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return page


def take(page, name, address=None, height=860):
    """Take the picture of a page of the admin, of a height that shows everything that matters."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    if address:
        page.goto(address)
    page.wait_for_load_state("networkidle")
    save(page.screenshot(), name)


@pytest.fixture
def member(django_user_model):
    """Return a function that creates a user who is in a group."""

    def make(name, group):
        user = django_user_model.objects.create_user(name.lower(), first_name=name, password=PASSWORD)
        user.groups.set(Group.objects.filter(name=group))
        return user

    return make


def test_take_pictures_of_every_block(browser_context):
    page = open_page(browser_context, "/styleguide/", width=720, height=2000)
    for name, block in blocks().items():
        picture = page.locator(f"[data-component={block.name}]").screenshot()
        save(picture, name, MOST_BYTES_OF_A_BLOCK, colors=64)


def test_take_pictures_of_what_patients_see(browser_context):
    page = open_page(browser_context, "/conditions-we-treat/mid-back-pain/", width=1440, height=900)
    save(page.screenshot(), "mid-back-pain")
    page.set_viewport_size({"width": WIDTH, "height": 800})
    page.goto("/contact-us/?sent=K7M3-9QXD")
    save(page.locator("main").screenshot(), "form-thanks")
    page.goto("/contact-us/")
    save(page.locator("main").screenshot(), "form")
    page.get_by_label("Your name").fill("Test Patient")
    page.get_by_label("E-mail address").first.fill("test.patient.example.com")
    page.get_by_role("button", name="Send message").click()
    page.locator(".error-summary").wait_for()
    page.locator(".error-summary").evaluate("summary => scrollTo(0, summary.getBoundingClientRect().top - 24)")
    save(page.screenshot(), "form-mistakes")


@pytest.mark.writes
def test_take_picture_of_the_form_editor(browser_context, member):
    page = sign_in(open_page(browser_context, "/admin/", height=860), member("Mara", "Marketing").username)
    page.goto(f"/admin/pages/{FormPage.objects.get(slug='contact-us').pk}/edit/")
    page.wait_for_load_state("networkidle")
    for number in range(3):
        page.locator(f"#inline_child_form_fields-{number} [data-panel-toggle]").first.click()
    page.set_viewport_size({"width": WIDTH, "height": 1180})
    page.locator("#panel-child-content-fields-section").evaluate("fields => fields.scrollIntoView()")
    take(page, "form-editor", height=1180)


@pytest.mark.writes
def test_take_pictures_of_the_desk(browser_context, member):
    dana, olga = member("Dana", "Front desk"), member("Olga", "Front desk")
    message = make_messages(dana, olga)
    make_mails(message)
    make_subscribers()
    break_a_job()
    page = sign_in(open_page(browser_context, "/admin/", height=860), dana.username)
    take(page, "dashboard", height=800)
    take(page, "desk-list", "/admin/messages/", height=760)
    take(page, "desk-message", f"/admin/messages/{message.pk}/", height=1200)
    take(page, "mails", "/admin/mails/", height=640)

    codenames = [f"{action}_subscriber" for action in ("view", "export", "delete")]
    dana.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    page.goto("/admin/newsletter/")
    page.get_by_role("button", name="Actions").first.click()
    take(page, "newsletter", height=640)

    page.clock.install()
    page.goto(f"/admin/messages/{message.pk}/")
    page.wait_for_load_state("networkidle")
    session_ends_in(55)
    page.clock.fast_forward("14:05")
    page.get_by_role("dialog", name="You will be signed off in one minute").wait_for()
    take(page, "sign-off-warning", height=640)
