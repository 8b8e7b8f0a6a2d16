"""A choice has a key and a value that never change, and a label in each language; nothing depends on its position."""

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.fields import StreamValue
from wagtail_localize.models import StringTranslation

from forms.form_pages.publishing import choice_values
from forms.models import FormPage, KnownField, Mail, Message
from forms.outbox.delivery import send_due
from tests.contact_form import errors_in, send, sent_message
from tests.exports import rows_of
from tests.factories import publish
from tests.html import soup, words
from tests.translations import submit, translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

SPANISH = {"Red": "Rojo", "Green": "Verde", "Blue": "Azul"}
ANSWERS = {"name": "Ana", "email": "ana@example.com", "message": "Hola"}


@pytest.fixture(scope="module")
def translated_form(module_database):
    """Publish the contact form with three colors as topics in both languages."""
    page = FormPage.objects.get(slug="contact-us", locale__language_code="en")
    translate(page.get_parent().specific)
    page.is_acknowledged = True
    set_choices(page, ["Red", "Green", "Blue"])
    translation = submit(page)
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": SPANISH.get(segment.string.data, f"ES {segment.string.data}")},
        )
    return translate(page).pk


@pytest.fixture
def english(translated_form, db):
    return FormPage.objects.get(slug="contact-us", locale__language_code="en")


@pytest.fixture
def spanish(translated_form, db):
    return FormPage.objects.get(pk=translated_form)


def set_choices(page, labels, keys=None):
    """Publish the page with these labels as the choices of the topic. A label without a key is a new choice."""
    keys = keys or {}
    fields = list(page.form_fields.all())
    topic = next(field for field in fields if field.clean_name == "topic")
    data = [{"type": "choice", "value": label, "id": keys.get(label)} for label in labels]
    topic.choices = StreamValue(topic.choices.stream_block, data, is_lazy=True)
    page.form_fields = fields
    return publish(page)


def keys_of(page):
    return {label: key for key, label in page.form_fields.get(clean_name="topic").choice_pairs()}


def options(client, page):
    found = soup(client.get(page.get_url())).select("form.form #id_topic option")
    return {words(option): option["value"] for option in found[1:]}


def answered(client, page, topic, **answers):
    """Send the form of the page with this choice and return the stored answer."""
    message = sent_message(client, address=page.get_url(), answers=ANSWERS | {"topic": topic} | answers)
    return next(one for one in message.answers if one["key"] == "topic")


@pytest.mark.slow
def test_spanish_sender_reads_spanish_words_and_the_english_value_is_stored(client, spanish):
    assert list(options(client, spanish)) == ["Rojo", "Verde", "Azul"]
    answer = answered(client, spanish, options(client, spanish)["Rojo"])
    assert (answer["value"], answer["seen"]) == ("Red", "Rojo")


def test_english_sender_stores_the_value_only(client, english):
    answer = answered(client, english, options(client, english)["Green"])
    assert answer["value"] == "Green"
    assert "seen" not in answer


@pytest.mark.slow
def test_reordered_choices_keep_their_values_in_every_language(client, english, spanish):
    set_choices(english, ["Blue", "Red", "Green"], keys_of(english))
    assert answered(client, spanish, options(client, spanish)["Rojo"])["value"] == "Red"
    assert answered(client, english, options(client, english)["Red"])["value"] == "Red"


def test_reworded_choice_keeps_its_value(client, english, spanish):
    keys = keys_of(english)
    set_choices(english, ["Crimson", "Green", "Blue"], keys | {"Crimson": keys["Red"]})
    assert answered(client, english, keys["Red"])["value"] == "Red"
    assert answered(client, english, keys["Red"], message="Again")["seen"] == "Crimson"
    assert answered(client, spanish, keys["Red"])["value"] == "Red"


def test_replaced_choice_never_stands_for_the_new_one(client, english, spanish):
    old = keys_of(english)
    set_choices(english, ["Yellow", "Green", "Blue"], old)
    assert answered(client, spanish, options(client, spanish)["Rojo"])["value"] == "Red"
    assert answered(client, english, keys_of(english)["Yellow"])["value"] == "Yellow"


@pytest.mark.slow
def test_choice_removed_while_the_form_was_open_is_stored_as_it_was_read(client, english):
    key = keys_of(english)["Red"]
    set_choices(english, ["Green", "Blue"], keys_of(english))
    assert answered(client, english, key)["value"] == "Red"
    response = send(client, english.get_url(), ANSWERS | {"name": "", "topic": key})
    assert words(soup(response).select_one("form.form #id_topic option[selected]")) == "Red"


def test_added_choice_leaves_the_others_in_spanish_and_is_missing(client, english, spanish):
    set_choices(english, ["Red", "Green", "Blue", "Yellow"], keys_of(english))
    assert list(options(client, spanish)) == ["Rojo", "Verde", "Azul"]
    translation = submit(english)
    translation.source.update_from_db()
    missing = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    missing = missing.filter(translation=None).exclude(context__path="slug")
    assert [segment.string.data for segment in missing] == ["Yellow"]
    translation.save_target(publish=False)
    spanish.refresh_from_db()
    latest = spanish.get_latest_revision_as_object().form_fields.all()
    labels = [label for field in latest if field.clean_name == "topic" for _key, label in field.choice_pairs()]
    assert labels[:3] == ["Rojo", "Verde", "Azul"]


@pytest.mark.slow
def test_two_choices_with_the_same_spanish_word_are_told_apart(client, english, spanish):
    texts = StringTranslation.objects.filter(context__object_id=english.translation_key, data="Verde")
    texts.update(data="Rojo")
    submit(english).save_target(publish=True)
    spanish.refresh_from_db()
    spanish.get_latest_revision().publish()
    keys = keys_of(spanish)
    assert list(keys) == ["Rojo", "Azul"]
    values = [answered(client, spanish, key, message=key)["value"] for key in keys_of(english).values()]
    assert values == ["Red", "Green", "Blue"]


def test_form_that_was_opened_before_choices_had_keys_is_accepted(client, english, spanish):
    assert answered(client, english, "Blue")["value"] == "Blue"
    assert answered(client, spanish, "Blue") | {"label": ""} == answered(client, spanish, "Blue") | {"label": ""}


def test_unknown_choice_is_refused(client, english):
    assert "id_topic" in errors_in(send(client, english.get_url(), ANSWERS | {"topic": "Winning"}))


@pytest.mark.slow
def test_choice_sent_to_a_field_that_is_a_text_now_is_stored_as_its_words(client, english):
    key = keys_of(english)["Red"]
    fields = list(english.form_fields.all())
    next(field for field in fields if field.clean_name == "topic").field_type = "singleline"
    english.form_fields = fields
    publish(english)
    assert answered(client, english, key)["value"] == "Red"
    english.form_fields = [field for field in fields if field.clean_name != "topic"]
    publish(english)
    assert answered(client, english, key, message="Removed")["value"] == "Red"


@pytest.mark.parametrize(
    ("recorded", "pairs", "expected"),
    [
        ({}, [("a", "Red"), ("b", "Blue")], {"a": "Red", "b": "Blue"}),
        ({"a": "Red"}, [("a", "Crimson")], {"a": "Red"}),
        ({"a": "Red"}, [("a", "Crimson"), ("b", "Red")], {"a": "Red", "b": "Red (2)"}),
        ({"a": "Red"}, [("b", "Red")], {"a": "Red", "b": "Red"}),
    ],
)
def test_value_is_the_first_published_label(recorded, pairs, expected):
    assert choice_values(pairs, recorded) == expected


def test_publishing_records_the_values(english):
    keys = keys_of(english)
    set_choices(english, ["Green", "Blue"], keys)
    recorded = KnownField.objects.get(form__key=english.translation_key, key="topic").choices
    assert recorded.items() >= {key: label for label, key in keys.items()}.items()


def test_message_in_spanish_is_acknowledged_in_spanish_and_exported_with_the_english_ones(
    client, desk, english, spanish, clock
):
    answered(client, english, keys_of(english)["Red"], email="bob@example.com", message="Hello")
    answered(client, spanish, keys_of(english)["Red"])
    newest = Message.objects.first()
    assert newest.language == "es"
    confirmation = Mail.objects.get(message=newest, kind=Mail.Kind.CONFIRMATION)
    assert confirmation.content["subject"].startswith("Recibimos su mensaje")
    # A mail that failed and is sent again keeps its language, whatever the language of the user who sends it again.
    Mail.objects.filter(pk=confirmation.pk).update(state=Mail.State.WAITING, next_try_at=timezone.now())
    send_due()
    assert [one.subject[:8] for one in mail.outbox if one.to == ["ana@example.com"]] == ["Recibimo"]
    response = desk.get("/admin/messages/export/csv/")
    rows = rows_of(b"".join(response.streaming_content), "csv")
    [label] = [name for name in rows[0] if name.startswith("What is it about?")]
    assert {row["Language"]: row[label] for row in rows} == {"English": "Red", "Spanish": "Red"}
    page = words(soup(desk.get(f"/admin/messages/{newest.pk}/")).select_one("#answers-content"))
    assert "Red (the sender read: Rojo)" in page
