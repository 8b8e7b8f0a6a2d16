"""Google's script is loaded when a visitor begins to type, and does not delay sending the form."""

import pytest

from tests.services import Google

pytestmark = pytest.mark.slow

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
    """Run a local server that replaces Google's."""
    with Google(tmp_path).running() as google:
        google.script = SCRIPT
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "key", "secret"
        settings.RECAPTCHA_DOMAIN = google.domain
        yield google


@pytest.fixture
def page(chromium, site, google):
    """Open a page with the site's content security policy and a form that uses reCAPTCHA."""
    context = chromium.new_context(base_url=site, ignore_https_errors=True)
    page = context.new_page()
    violations = []
    page.on("console", lambda message: violations.append(message.text) if "Content Security" in message.text else None)
    policy = page.request.get("/privacy/").headers["content-security-policy"]
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
    page.route("**/form/", lambda route: route.fulfill(body=FORM.replace("{domain}", google.domain), headers=headers))
    page.clock.install(time="2026-11-23T09:00:00")
    page.goto("/form/")
    page.clock.pause_at("2026-11-23T10:00:00")
    yield page
    context.close()
    assert violations == []


def send(page, milliseconds=0):
    """Type a message, press the button, and let the time pass on the page's clock; return the query string sent.

    It fails if the form is sent earlier, or more than 0.5 s later.
    """
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/privacy/?" in request.url else None)
    page.get_by_label("Message").press_sequentially("Hi")
    page.get_by_role("button").click(no_wait_after=True)
    if milliseconds:
        page.clock.run_for(milliseconds - 1)
        page.wait_for_timeout(300)
        assert sent == []
    for _millisecond in range(500):
        if sent:
            break
        page.clock.run_for(1)
        page.wait_for_timeout(20)
    return sent[0].partition("?")[2]


def test_script_is_loaded_when_the_visitor_begins_to_type(page, google):
    page.get_by_label("Message").click()
    page.wait_for_timeout(300)
    assert google.asked == []
    with page.expect_response("**/recaptcha/api.js**"):
        page.get_by_label("Message").press_sequentially("Hello")
    assert google.asked == ["/recaptcha/api.js?render=key"]


def test_form_is_sent_with_a_token_and_the_button_that_was_pressed(page, google):
    query = send(page)
    assert "g-recaptcha-response=token+of+key+for+message" in query
    assert "message=Hi" in query
    assert "pressed=yes" in query


@pytest.mark.parametrize(
    "script",
    ["throw new Error('broken')", "window.grecaptcha = {}", "<html>Sorry</html>"],
)
def test_form_is_sent_even_if_the_script_is_broken(page, google, script):
    google.script = script
    assert "g-recaptcha-response=&" in send(page)


def test_form_is_sent_even_if_google_is_blocked(page, google):
    page.route("**/recaptcha/api.js**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_label("Message").press_sequentially("It hurts. ")
    assert "pressed=yes" in send(page)


def test_form_is_sent_after_two_seconds_if_google_does_not_answer(page, google):
    google.seconds = 5
    assert "g-recaptcha-response=&" in send(page, milliseconds=2000)


def test_double_click_sends_once(page, google):
    google.seconds = 5
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/privacy/?" in request.url else None)
    page.get_by_label("Message").press_sequentially("Hi")
    page.get_by_role("button").dblclick(no_wait_after=True)
    page.clock.run_for(2001)
    page.wait_for_url("**/privacy/?**")
    assert len(sent) == 1


def test_without_keys_no_script_is_loaded(browser_context):
    page = browser_context().new_page()
    page.goto("/newsletter/")
    page.get_by_label("E-mail address").press_sequentially("me@example.com")
    assert page.locator("[data-recaptcha]").count() == 0
