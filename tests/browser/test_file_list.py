"""A patient selects files, removes one and sends the form, with and without JavaScript."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.test import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from playwright.sync_api import expect

from forms.models import Attachment
from ioipm.urls import urlpatterns as site_urlpatterns
from tests.files import MessageForm, pdf

pytestmark = pytest.mark.slow

PAGE = """{% load static %}<!doctype html><html lang="en"><head><title>Write</title>
<link rel="stylesheet" href="{% static 'css/site.css' %}"><link rel="icon" href="{% static 'img/favicon.svg' %}">
<script type="module" src="{% static 'js/file-list.js' %}"></script>
<script type="module" src="{% static 'js/send-form.js' %}"></script></head>
<body><main class="main"><form method="post" enctype="multipart/form-data" data-form id="form" novalidate>
{% if form.errors %}<div data-error-summary tabindex="-1">Fix this{{ form.errors }}</div>{% endif %}
{{ form.as_div }}<button>Send</button></form></main></body></html>"""


@csrf_exempt
def write(request):
    form = MessageForm(request.POST or None, request.FILES or None)
    is_valid = form.is_valid()
    if form.is_bound:
        form.fields["files"].store()
    if is_valid:
        return HttpResponseRedirect("/sent/")
    html = engines["django"].from_string(PAGE).render({"form": form}, request)
    return HttpResponse(html, status=422 if form.is_bound else 200)


def sent(request):
    return HttpResponse(
        "<!doctype html><title>Thank you</title><link rel=icon href=/static/img/favicon.svg><h1>Thank you</h1>"
    )


urlpatterns = [path("write/", write), path("sent/", sent), *site_urlpatterns]


@pytest.fixture
def write_page(browser_context):
    def open_page(**options):
        page = browser_context(width=390, **options).new_page()
        page.goto("/write/")
        return page

    with override_settings(ROOT_URLCONF="tests.browser.test_file_list"):
        yield open_page


def file(name, content=None):
    return {"name": name, "mimeType": "", "buffer": pdf() if content is None else content}


def names(page):
    return page.locator(".file-list__name").all_inner_texts()


def test_files_accumulate_and_can_be_removed_with_the_keyboard(write_page):
    page = write_page()
    field = page.locator("input[type=file]")
    field.set_input_files([file("one.pdf")])
    field.set_input_files([file("two.pdf")])
    assert names(page) == ["one.pdf", "two.pdf"]
    expect(page.locator(".file-list__count")).to_have_text("Attachments (2)")
    page.get_by_role("button", name="Remove one.pdf").focus()
    page.keyboard.press("Enter")
    assert names(page) == ["two.pdf"]
    expect(page.get_by_role("status")).to_have_text("one.pdf was removed.")
    expect(page.get_by_role("button", name="Remove two.pdf")).to_be_focused()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([file("a.exe")], "“a.exe” is not a PDF, JPEG, PNG or HEIC file."),
        ([file("a.DOCX")], "“a.DOCX” is a Word or other office document."),
        ([file("a.pdf", b"")], "“a.pdf” is empty."),
        ([file("a.pdf", bytes(7_400_000))], "“a.pdf” is larger than 7 MB."),
        ([file(f"{number}.pdf") for number in range(4)], "“3.pdf” was left out: a message holds 3 files."),
    ],
)
def test_refused_file_is_reported_immediately(write_page, wrong, sentence):
    page = write_page()
    page.locator("input[type=file]").set_input_files(wrong)
    expect(page.get_by_role("status")).to_contain_text(sentence)
    assert len(names(page)) == (3 if len(wrong) == 4 else 0)


@pytest.mark.writes
@pytest.mark.parametrize("others", [[], [file("one.pdf")]])
def test_refused_file_is_reported_again_before_the_message_is_sent_without_it(write_page, others):
    page = write_page()
    page.locator("input[type=file]").set_input_files([file("scan.pdf", bytes(7_400_000)), *others])
    page.locator("input[name=text]").fill("It hurts.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("“scan.pdf” is larger than 7 MB.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [one.name for one in Attachment.objects.all()] == [name["name"] for name in others]


@pytest.mark.writes
def test_refused_file_is_not_reported_after_another_was_chosen(write_page):
    page = write_page()
    page.locator("input[type=file]").set_input_files([file("scan.pdf", bytes(7_400_000))])
    page.locator("input[type=file]").set_input_files([file("smaller.pdf")])
    page.locator("input[name=text]").fill("It hurts.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


@pytest.mark.writes
@pytest.mark.parametrize("javascript", [True, False])
def test_error_in_another_field_keeps_the_files(write_page, javascript):
    page = write_page(java_script_enabled=javascript)
    page.locator("input[type=file]").set_input_files([file("one.pdf"), file("two.pdf")])
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    if javascript:
        expect(page.locator("[data-error-summary]")).to_be_focused()
        expect(page.locator(".file-list__count")).to_have_text("Attachments (2)")
    assert names(page) == ["one.pdf", "two.pdf"]
    page.get_by_label("Remove one.pdf").check()
    page.locator("input[name=text]").fill("It hurts.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [one.name for one in Attachment.objects.all()] == ["two.pdf"]


@pytest.mark.writes
def test_double_click_sends_the_form_once(write_page):
    page = write_page()
    page.locator("input[type=file]").set_input_files([file("one.pdf")])
    page.locator("input[name=text]").fill("It hurts.")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Attachment.objects.count() == 1


@pytest.mark.writes
def test_failed_request_falls_back_to_a_normal_submit(write_page):
    page = write_page()
    page.route("**/write/", lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_())
    page.locator("input[type=file]").set_input_files([file("one.pdf")])
    page.locator("input[name=text]").fill("It hurts.")
    page.evaluate("console.error = () => {}")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Attachment.objects.count() == 1
