"""Sign-up, confirmation and unsubscribing. No response reveals who is subscribed."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms.models import Subscriber
from forms.newsletter import views
from tests.html import soup, words
from tests.newsletter import ADDRESS, links_in, post, sign_up, subscribed
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

Status = Subscriber.Status


@pytest.fixture(autouse=True)
def no_delay(monkeypatch):
    monkeypatch.setattr(views, "RESPONSE_SECONDS", 0)


def later(**delta):
    """Move the time of all mails so much into the past."""
    for one in Subscriber.objects.exclude(mailed_at=None):
        one.mailed_at -= timedelta(**delta)
        one.save()


def is_status(status, email=ADDRESS):
    return Subscriber.objects.get(email=email).status == status


@pytest.mark.parametrize("address", ["/", "/conditions-we-treat/mid-back-pain/", "/privacy/", "/nothing-here/"])
def test_every_page_offers_the_newsletter_in_its_footer(client, address):
    section = soup(client.get(address)).select_one("footer .newsletter")
    assert words(section.h2) == "Subscribe"
    assert "Get 10% off your first purchase when you sign up for our newsletter!" in words(section)
    assert section.form["action"] == "/newsletter/"
    assert section.select_one("label[for=newsletter-email]")


def test_staff_change_heading_and_offer(client, home):
    home.newsletter_heading, home.newsletter_text = "News from us", ""
    home.save_revision().publish()
    section = soup(client.get("/privacy/")).select_one("footer .newsletter")
    assert words(section.h2) == "News from us"
    assert "10%" not in words(section)


@pytest.mark.slow
def test_spanish_page_shows_its_offer_in_spanish(client, home, page_at):
    assert "10% off" not in client.get("/es/").content.decode()
    translate(home)
    translate(page_at("locations"))
    translate(home.main_location)
    section = soup(client.get("/es/")).select_one("footer .newsletter")
    assert words(section.h2) == "ES Subscribe"
    assert section.form["action"] == "/es/newsletter/"
    assert "Correo electrónico" in words(section)


def test_entered_address_gets_a_mail_and_nothing_else(client):
    answer = sign_up(client, "Reader@Example.com")
    assert (answer.status_code, answer["Location"]) == (303, "/newsletter/check-your-mail/")
    assert words(soup(client.get(answer["Location"])).h1) == "Check your mail"
    assert not answer.cookies
    assert is_status(Status.PENDING)
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    confirm, unsubscribe = links_in(message)
    assert message.extra_headers == {
        "List-Unsubscribe": f"<https://www.ioipm.example{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "reader" not in confirm + unsubscribe


def test_address_is_confirmed_by_the_button_and_not_by_the_link(client):
    sign_up(client)
    link = links_in(mail.outbox[0])[0]
    page = client.get(link)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert is_status(Status.PENDING)
    button = soup(page).select_one("main form")
    answer = post(client, button["action"])
    assert words(soup(client.get(answer["Location"])).h1) == "Thank you for subscribing"
    assert is_status(Status.CONFIRMED)


@pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 410)])
def test_link_works_for_a_week(client, monkeypatch, days, status):
    sign_up(client)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + days * 86_400)
    link = links_in(mail.outbox[0])[0]
    assert client.get(link).status_code == status
    post(client, link)
    assert is_status(Status.CONFIRMED) == (status == 200)


@pytest.mark.parametrize("link", ["/newsletter/confirm/nonsense/", "/newsletter/confirm/WyJhIiwiZW4iXQ:1:x/"])
def test_invalid_link_shows_the_form_again(client, link):
    for answer in (client.get(link), post(client, link)):
        assert answer.status_code == 410
        assert soup(answer).select_one("main form")["action"] == "/newsletter/"
    assert not Subscriber.objects.filter(status=Status.CONFIRMED).exists()


def test_response_and_queries_are_the_same_for_every_address(client):
    subscribed(client, "confirmed@example.com")
    subscribed(client, "gone@example.com").unsubscribe()
    sign_up(client, "pending@example.com")
    later(hours=2)
    seen = {}
    for name in ("unknown", "pending", "confirmed", "gone"):
        mail.outbox.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = sign_up(client, f"{name}@example.com")
        seen[name] = (answer.status_code, answer["Location"], len(mail.outbox), mail.outbox[0].subject)
        assert sum("UPDATE" in query["sql"] for query in captured) == 1
    assert len(set(seen.values())) == 1, seen
    assert is_status(Status.CONFIRMED, "confirmed@example.com")
    assert is_status(Status.UNSUBSCRIBED, "gone@example.com")


def test_every_response_takes_the_same_time(client, monkeypatch):
    monkeypatch.setattr(views, "RESPONSE_SECONDS", 0.5)
    now, ends = [0.0], []
    clock = SimpleNamespace(monotonic=lambda: now[0], sleep=lambda seconds: ends.append(now[0] + seconds))
    monkeypatch.setattr(views, "time", clock)
    for seconds in (0.1, 0.25, 0.75):  # of the work; the last takes longer than the response should
        now[0] = 0.0
        monkeypatch.setattr(views, "sign_up", lambda *arguments, seconds=seconds: now.__setitem__(0, seconds))
        sign_up(client)
    assert ends == [0.5, 0.5, 0.75]


def test_one_mail_an_hour_at_most(client):
    for email in (ADDRESS, "READER@example.com", ADDRESS):
        assert sign_up(client, email).status_code == 303
    assert len(mail.outbox) == 1
    later(minutes=61)
    sign_up(client)
    assert len(mail.outbox) == 2


def test_unconfirmed_address_is_deleted_after_a_week(client):
    sign_up(client)
    subscribed(client, "kept@example.com")
    later(days=8)
    sign_up(client, "other@example.com")
    assert set(Subscriber.objects.values_list("email", flat=True)) == {"kept@example.com", "other@example.com"}


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Enter your e-mail address"),
        ("me", "Write the e-mail address like this: name@example.com."),
        ("a@b@c", "Write the e-mail address like this: name@example.com."),
        ("me@example.com\nBcc: you@example.com", "Write the e-mail address like this: name@example.com."),
        (f"{'a' * 250}@example.com", "Write the e-mail address like this: name@example.com."),
        ("<script>@example.com", "Write the e-mail address like this: name@example.com."),
    ],
)
def test_invalid_address_is_refused_and_the_error_links_to_its_field(client, email, sentence):
    answer = sign_up(client, email)
    assert answer.status_code == 422
    page = soup(answer)
    assert words(page.title).startswith("Error: ")
    summary = page.select_one(".error-summary")
    assert sentence in words(summary)
    assert page.select_one(summary.a["href"])["aria-invalid"] == "true"
    assert sentence in words(page.select_one("#newsletter-error"))
    assert page.select_one("#newsletter-email")["value"] == email
    assert not Subscriber.objects.exists()
    assert len(page.select("#newsletter-email")) == 1


def test_invalid_address_is_refused_in_spanish(client):
    assert "Escriba el correo electrónico así: nombre@example.com." in words(soup(sign_up(client, "me", prefix="/es")))


def test_filled_honeypot_gets_the_same_response_and_no_mail(client):
    assert sign_up(client, website="https://example.com")["Location"] == "/newsletter/check-your-mail/"
    assert mail.outbox == []
    assert not Subscriber.objects.exists()


def test_sign_ups_above_the_rate_limit_are_refused_and_the_typed_address_is_kept(client, settings):
    settings.RATE_LIMITS = {"newsletter": {"suspected": {}, "refused": {600: 3}}}
    answers = [sign_up(client, f"reader{n}@example.com") for n in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "Call us" in words(soup(answers[3]).select_one(".error-summary"))
    assert soup(answers[3]).select_one("#newsletter-email")["value"] == "reader3@example.com"
    assert len(mail.outbox) == 3


def test_link_in_the_mail_opens_a_page_with_a_button_that_unsubscribes(client):
    subscriber = subscribed(client)
    link = links_in(mail.outbox[0])[1]
    assert client.get(link).status_code == 200
    assert is_status(Status.CONFIRMED)
    answer = post(client, link)
    assert words(soup(client.get(answer["Location"])).h1) == "You are unsubscribed"
    subscriber.refresh_from_db()
    assert subscriber.status == Status.UNSUBSCRIBED
    assert timezone.now() - subscriber.unsubscribed_at < timedelta(minutes=1)


def test_mail_program_unsubscribes_in_one_click_without_a_csrf_token(client):
    subscribed(client)
    outside = Client(enforce_csrf_checks=True)
    answer = outside.post(
        links_in(mail.outbox[0])[1],
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 200
    assert not answer.cookies
    assert is_status(Status.UNSUBSCRIBED)


@pytest.mark.parametrize("address", ["/newsletter/", "/es/newsletter/"])
@pytest.mark.parametrize(
    "headers",
    [{}, {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_SEC_FETCH_SITE": "same-site"}, {"HTTP_ORIGIN": "null"}],
)
def test_request_from_another_site_is_refused(address, headers):
    outside = Client(enforce_csrf_checks=True)
    assert outside.post(address, {"email": ADDRESS}, **headers).status_code == 403
    assert not Subscriber.objects.exists()


def test_unknown_link_to_unsubscribe_gets_the_same_response_as_a_known_one(client):
    subscribed(client)
    known, unknown = links_in(mail.outbox[0])[1], "/newsletter/unsubscribe/unknown/"
    for method in ("get", "post"):
        answers = [getattr(client, method)(link, HTTP_SEC_FETCH_SITE="same-origin") for link in (known, unknown)]
        assert answers[0].status_code == answers[1].status_code
        assert answers[0].get("Location") == answers[1].get("Location")


def test_unsubscribed_address_can_subscribe_again(client):
    subscribed(client).unsubscribe()
    later(hours=2)
    assert subscribed(client).unsubscribed_at is None
    assert is_status(Status.CONFIRMED)


def test_sign_up_on_a_spanish_page_gets_a_spanish_mail_and_spanish_links(client):
    subscriber = subscribed(client, prefix="/es")
    assert subscriber.language == "es"
    assert mail.outbox[0].subject == "Confirme que quiere recibir nuestro boletín"
    assert "Alguien, probablemente usted" in mail.outbox[0].body
    assert all(link.startswith("/es/newsletter/") for link in links_in(mail.outbox[0]))


def test_unconfirmed_sign_up_does_not_change_the_language_of_a_subscriber(client):
    subscribed(client)
    later(hours=2)
    sign_up(client, prefix="/es")
    assert Subscriber.objects.get().language == "en"


@pytest.mark.parametrize("name", ["check-your-mail", "confirmed", "unsubscribed", "unsubscribe/x"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_no_page_has_a_cookie_a_token_or_a_second_form(client, prefix, name):
    answer = client.get(f"{prefix}/newsletter/{name}/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert b"csrf" not in answer.content.lower()
    assert soup(answer).select(".newsletter") == []


def test_text_of_a_subscriber_does_not_contain_the_address(client):
    assert str(subscribed(client)) == f"Subscriber {Subscriber.objects.get().pk}"
    assert ADDRESS not in repr(Subscriber.objects.get())
