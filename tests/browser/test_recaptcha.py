"""Google's script is asked for once somebody begins to type, and holds nobody up."""

import time

import pytest

from tests.services import Google

SCRIPT = """
window.grecaptcha = {
  ready: (then) => then(),
  execute: (key, { action }) => Promise.resolve(`token of ${key} for ${action}`),
};
"""
FORM = """
<!doctype html><html lang="en"><title>Form</title><form method="get" action="/privacy/">
<label>Message <input name="message"></label>
<input type="hidden" name="g-recaptcha-response" data-recaptcha="key" data-recaptcha-action="message"
  data-recaptcha-script="https://{domain}/recaptcha/api.js">
<button name="pressed" value="yes">Send</button></form>
<script type="module" src="/static/js/recaptcha.js"></script>
"""


@pytest.fixture
def google(tmp_path, settings):
    """Google as this machine plays it."""
    with Google(tmp_path).running() as google:
        google.script = SCRIPT
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "key", "secret"
        settings.RECAPTCHA_DOMAIN = google.domain
        yield google


@pytest.fixture
def page(chromium, site, google):
    """A page of ours, with our policy, whose form is guarded."""
    context = chromium.new_context(base_url=site, ignore_https_errors=True)
    page = context.new_page()
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    policy = page.request.get("/privacy/").headers["content-security-policy"]
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
    page.route("**/form/", lambda route: route.fulfill(body=FORM.replace("{domain}", google.domain), headers=headers))
    page.goto("/form/")
    yield page
    context.close()
    assert wrong == []


def send(page):
    """Write and press the button; return what was sent, and after how many seconds."""
    page.get_by_label("Message").press_sequentially("Hi")
    begin = time.monotonic()
    with page.expect_request("**/privacy/?**") as sent:
        page.get_by_role("button").click(no_wait_after=True)
    query = sent.value.url.partition("?")[2]
    return query, time.monotonic() - begin


def test_script_is_asked_for_once_somebody_begins_to_type(page, google):
    page.get_by_label("Message").click()
    page.wait_for_timeout(300)
    assert google.asked == []
    with page.expect_response("**/recaptcha/api.js**"):
        page.get_by_label("Message").press_sequentially("Hello")
    assert google.asked == ["/recaptcha/api.js?render=key"]


def test_form_is_sent_with_a_token_and_the_button_that_was_pressed(page, google):
    query, _seconds = send(page)
    assert "g-recaptcha-response=token+of+key+for+message" in query
    assert "message=Hi" in query
    assert "pressed=yes" in query


@pytest.mark.parametrize(
    "script",
    ["throw new Error('broken')", "window.grecaptcha = {}", "<html>Sorry</html>"],
)
def test_broken_script_does_not_keep_the_form_from_being_sent(page, google, script):
    google.script = script
    query, seconds = send(page)
    assert "g-recaptcha-response=&" in query
    assert seconds < 3


def test_google_that_is_blocked_does_not_keep_the_form_from_being_sent(page, google):
    page.route("**/recaptcha/api.js**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_label("Message").press_sequentially("It hurts. ")
    query, seconds = send(page)
    assert "pressed=yes" in query
    assert seconds < 2


def test_google_that_hangs_is_waited_for_two_seconds(page, google):
    google.seconds = 5
    query, seconds = send(page)
    assert "g-recaptcha-response=&" in query
    assert 1.5 < seconds < 3.5


def test_button_pressed_twice_sends_once(page, google):
    google.seconds = 5
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/privacy/?" in request.url else None)
    page.get_by_label("Message").press_sequentially("Hi")
    page.get_by_role("button").dblclick(no_wait_after=True)
    page.wait_for_url("**/privacy/?**")
    assert len(sent) == 1


def test_without_keys_nobody_is_asked_for_anything(browser_context):
    page = browser_context().new_page()
    page.goto("/newsletter/")
    page.get_by_label("E-mail address").press_sequentially("me@example.com")
    assert page.locator("[data-recaptcha]").count() == 0
