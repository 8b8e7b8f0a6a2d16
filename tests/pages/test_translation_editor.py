"""Staff translate a page in one form: line breaks stay, mistakes are named, nothing is overwritten or lost."""

from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from pages.models import Passage, TranslationStatus
from tests.factories import items, make_condition, make_passage, publish, section
from tests.html import soup, words
from tests.translations import MARK, submit, translate, translate_row

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

CAUSES = {
    "heading": "",
    "introduction": "Two of {phone}.",
    "items": items({"term": "Water", "description": "It is wet."}, {"term": "Ice", "description": "It is cold."}),
    "passages": [],
}


@pytest.fixture(scope="module")
def translated(module_database):
    """A condition with a passage in a list, and the pages above it, in Spanish."""
    passage = make_passage("Socks", text="<p>Wear <b>warm</b> socks.</p><p>Change them.</p>")
    body = [section("causes", **CAUSES | {"passages": items(passage.pk)})]
    page = make_condition(
        "Cold Feet", introduction="They are cold.\n\nWarm them.", other_names="Icy feet\nChilly toes", body=body
    )
    for above in page.get_ancestors().filter(depth__gte=2):
        translate(above.specific)
    translate(page)
    return page.pk


@pytest.fixture
def english(translated, db):
    return Page.objects.get(pk=translated).specific


@pytest.fixture
def spanish(english):
    return english.get_translations().get(locale__language_code="es").specific


@pytest.fixture
def translation(english):
    return Translation.objects.get(source__object_id=english.translation_key)


@pytest.fixture
def marketing(log_in):
    return log_in("Marketing", name="mark")


def address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_data(page):
    """Return what the browser would send from the form without changes."""
    data = {}
    for one in page.select("#translation textarea[name], #translation input[name]"):
        data[one["name"]] = one.get_text()[1:] if one.name == "textarea" else one.get("value", "")
    return data


def texts(page):
    """Return the parts of the form by the name of their input."""
    return {part["id"]: part for part in page.select(".translation-text[id^=text]")}


def name_of(page, english):
    """Return the name of the input for an English text."""
    return next(name for name, part in texts(page).items() if words(part.select_one("[lang=en]")) == english)


def stored(page, path):
    return StringTranslation.objects.get(context__object_id=page.translation_key, context__path=path).data


def save(client, page, action="save", **changes):
    """Change texts, named by their English, in the form and send it; return the response with its page."""
    form = soup(client.get(address(page)))
    data = form_data(form) | {"action": action}
    for english, typed in changes.items():
        data[name_of(form, english)] = typed
    return client.post(address(page), data, follow=True)


def messages(response):
    return words(soup(response).select_one(".messages"))


def change(english, **values):
    for name, value in values.items():
        setattr(english, name, value)
    publish(english)
    submit(english).source.update_from_db()


@pytest.mark.slow
def test_form_shows_texts_as_they_are_on_the_page(marketing, spanish):
    page = soup(marketing.get(address(spanish)))
    introduction = texts(page)[name_of(page, "They are cold. Warm them.")]
    assert introduction.textarea.get_text()[1:] == f"{MARK}They are cold.\n\nWarm them."
    assert "<br" not in page.select_one("#translation").get_text()
    assert "React" not in str(page)
    assert not page.select(".js-translation-editor")


def test_labels_name_the_section_and_the_item(marketing, spanish):
    page = soup(marketing.get(address(spanish)))
    labels = [words(label) for label in page.select(".translation-text__label")]
    assert "2 “Ice” › Description" in " ".join(labels)
    assert any(words(heading).endswith("Causes") for heading in page.select(".translation-editor__section"))
    assert len(labels) == len(set(labels)) or labels.count("Title") == 1


@pytest.mark.slow
def test_line_breaks_survive_typing_and_pasting(marketing, english, spanish):
    pasted = "Están fríos.\r\n\r\nCaliéntelos.\r\nHoy & mañana."
    save(marketing, spanish, **{"They are cold. Warm them.": pasted})
    assert stored(english, "introduction") == "Están fríos.<br/><br/>Caliéntelos.<br/>Hoy &amp; mañana."
    page = soup(marketing.get(address(spanish)))
    shown = texts(page)[name_of(page, "They are cold. Warm them.")].textarea.get_text()[1:]
    assert shown == "Están fríos.\n\nCaliéntelos.\nHoy & mañana."
    response = save(marketing, spanish, action="publish")
    assert "Published" in messages(response)
    spanish.refresh_from_db()
    spanish = spanish.get_latest_revision_as_object()
    assert spanish.introduction == "Están fríos.\n\nCaliéntelos.\nHoy & mañana."


def test_lines_pasted_into_a_single_line_are_joined_by_spaces(marketing, english, spanish):
    save(marketing, spanish, **{"Cold Feet": "Pies\r\nfríos"})
    assert stored(english, "title") == "Pies fríos"


@pytest.mark.slow
def test_only_changed_texts_become_those_of_the_user(marketing, english, spanish):
    StringTranslation.objects.filter(context__object_id=english.translation_key).update(translation_type="machine")
    save(marketing, spanish, **{"Cold Feet": "Pies fríos"})
    manual = StringTranslation.objects.filter(context__object_id=english.translation_key, translation_type="manual")
    assert [(one.data, one.last_translated_by.username) for one in manual] == [("Pies fríos", "mark")]
    help_texts = [words(part) for part in soup(marketing.get(address(spanish))).select(".translation-text .help")]
    today = date_format(timezone.localdate())
    assert f"Translated by mark on {today}. At most 255 characters." in help_texts
    assert f"Made by a machine on {today}." in help_texts


def test_progress_is_counted_and_open_texts_can_be_shown_alone(marketing, english, spanish):
    change(english, introduction="They are icy.")
    page = soup(marketing.get(address(spanish)))
    bar = page.select_one("progress")
    assert int(bar["max"]) - int(bar["value"]) == 1
    only = soup(marketing.get(address(spanish), {"show": "open"}))
    assert [words(part.select_one("[lang=en]")) for part in texts(only).values()] == ["They are icy."]


def test_previous_spanish_is_beside_the_changed_english(marketing, english, spanish):
    change(english, introduction="They are icy.\n\nWarm them.")
    page = soup(marketing.get(address(spanish)))
    part = texts(page)[name_of(page, "They are icy. Warm them.")]
    assert words(part.details.select_one("[lang=en]")) == "They are cold. Warm them."
    assert words(part.details.select_one("[data-previous]")) == f"{MARK}They are cold. Warm them."
    assert part.textarea.get_text()[1:] == ""
    assert part.button["data-copy"] == f"{MARK}They are cold.\n\nWarm them."


@pytest.mark.parametrize(
    ("english_text", "typed", "sentence"),
    [
        ("Two of {phone}.", "Dos.", "“{phone}” of the English text is missing."),
        ("Two of {phone}.", "Dos {phone} {fone}.", "“{fone}” is not in the English text."),
        ("Cold Feet", "P" * 300, "Write at most 255 characters: there are 300."),
        ("cold-feet", "Pies fríos", "Write only small letters without accents"),
    ],
)
def test_mistake_is_named_and_nothing_is_saved(marketing, english, spanish, english_text, typed, sentence):
    before = list(StringTranslation.objects.order_by("pk").values())
    response = save(marketing, spanish, **{english_text: typed, "Water": "Agua"})
    assert response.status_code == 422
    page = soup(response)
    part = texts(page)[name_of(page, english_text)]
    assert sentence in words(part)
    assert part.textarea.get_text()[1:] == typed
    assert texts(page)[name_of(page, "Water")].textarea.get_text()[1:] == "Agua"
    assert list(StringTranslation.objects.order_by("pk").values()) == before


def test_text_that_another_user_has_changed_meanwhile_is_not_overwritten(marketing, english, spanish):
    form = soup(marketing.get(address(spanish)))
    data = form_data(form) | {"action": "save", name_of(form, "Water"): "Agua", name_of(form, "Ice"): "Hielo"}
    StringTranslation.objects.filter(data=f"{MARK}Water").update(data="El agua")
    response = marketing.post(address(spanish), data)
    assert response.status_code == 422
    assert "It is now: “El agua”" in words(soup(response))
    assert StringTranslation.objects.filter(data="El agua").exists()


def test_emptied_text_is_missing_and_the_page_is_not_published(marketing, english, spanish, client):
    response = save(marketing, spanish, action="publish", Water="")
    assert "Your texts are saved, but not published. 1 text is not translated yet." in messages(response)
    assert not StringTranslation.objects.filter(data=f"{MARK}Water").exists()


def test_rich_text_keeps_its_tags(marketing, english):
    passage = Passage.objects.get(name="Socks", locale__language_code="en")
    row = translate_row(passage)
    url = reverse("wagtailsnippets_pages_passage:edit", args=[row.pk])
    form = soup(marketing.get(url))
    data = form_data(form) | {"action": "publish"}
    name = next(name for name, part in texts(form).items() if "<b>" in part.textarea.get_text())
    refused = marketing.post(url, data | {name: "Use calcetines."})
    assert refused.status_code == 422
    assert "This tag of the English text is missing: <b> </b>." in unescape(refused.content.decode())
    marketing.post(url, data | {name: "Use calcetines <b>tibios</b>.\nSiempre."})
    row.refresh_from_db()
    assert row.text.startswith("<p>Use calcetines <b>tibios</b>.<br/>Siempre.</p>")


def test_shared_texts_of_the_page_are_listed(marketing, spanish):
    page = soup(marketing.get(address(spanish)))
    assert [words(link) for link in page.select(".translation-editor__rows a")] == ["Socks"]


@pytest.mark.slow
def test_values_that_are_the_same_in_every_language_can_be_replaced(marketing, english, spanish):
    english.search_words = "toes"
    change(english)
    form = soup(marketing.get(address(spanish)))
    [part] = [part for part in form.select(".translation-text[id^=override]") if "Search words" in words(part)]
    data = form_data(form) | {"action": "save", part["id"]: "dedos\r\npies"}
    marketing.post(address(spanish), data)
    override = SegmentOverride.objects.get(context__object_id=english.translation_key, context__path="search_words")
    assert override.data == "dedos\npies"
    form = soup(marketing.get(address(spanish)))
    assert form_data(form)[part["id"]] == "dedos\npies"
    marketing.post(address(spanish), form_data(form) | {"action": "save", part["id"]: ""})
    assert not SegmentOverride.objects.filter(pk=override.pk).exists()


@pytest.mark.slow
def test_picture_deleted_from_the_library_breaks_nothing(marketing, english, spanish, translation):
    pictures = [
        get_image_model().objects.create(title=title, file=get_test_image_file()) for title in ("English", "Spanish")
    ]
    image = {"image": pictures[0].pk, "alt_text": "A foot", "decorative": False}
    english.body = [
        *english.body.get_prep_value(),
        section("captioned_image", image=image, caption="A cold foot"),
    ]
    change(english)
    form = soup(marketing.get(address(spanish)))
    data = form_data(form)
    [name] = [part["id"] for part in form.select(".translation-text[id^=override]") if "English" in words(part)]
    for missing in form.select(".translation-text--missing"):
        data[missing["id"]] = "ES algo"
    marketing.post(address(spanish), data | {"action": "save", name: str(pictures[1].pk)})
    for picture in pictures:
        picture.delete()
    assert marketing.get(address(spanish)).status_code == 200
    translation.source.refresh_from_db()
    translation.source.update_from_db()
    assert marketing.get(address(spanish)).status_code == 200
    response = save(marketing, spanish, action="publish")
    assert response.status_code == 200
    assert "Published" in messages(response)


@pytest.mark.slow
def test_reviewer_signs_exactly_what_was_shown(marketing, english, spanish):
    assert "sign as reviewed" not in marketing.get(address(spanish)).content.decode()
    marketing.user.user_permissions.add(Permission.objects.get(codename="review_translation"))
    form = soup(marketing.get(address(spanish)))
    data = form_data(form) | {"action": "review"}
    StringTranslation.objects.filter(data=f"{MARK}Water").update(data="El agua")
    response = marketing.post(address(spanish), data, follow=True)
    assert "the text has changed since you opened it" in messages(response)
    response = save(marketing, spanish, action="review")
    assert "You have signed this translation." in messages(response)
    assert TranslationStatus.objects.get(page=spanish).reviewer_name == "mark"


def test_user_without_permission_cannot_sign_or_open(desk, marketing, spanish):
    assert "do not have permission" in messages(save(marketing, spanish, action="review"))
    assert not TranslationStatus.objects.exclude(reviewed_text="").exists()
    assert desk.get(address(spanish)).status_code in (302, 403)


@pytest.mark.slow
def test_locked_page_is_not_changed(marketing, english, spanish):
    form = soup(marketing.get(address(spanish)))
    data = form_data(form) | {"action": "save", name_of(form, "Water"): "Agua"}
    Page.objects.filter(pk=spanish.pk).update(locked=True)
    assert marketing.post(address(spanish), data).status_code == 409
    assert StringTranslation.objects.filter(data=f"{MARK}Water").exists()


@pytest.mark.parametrize("name", ["edit_string_translation", "edit_override", "machine_translate", "convert_to_alias"])
def test_ways_around_the_editor_are_closed(editor_client, translation, spanish, name):
    parameters = {
        "edit_string_translation": [translation.pk, 1],
        "edit_override": [translation.pk, 1],
        "machine_translate": [translation.pk],
        "convert_to_alias": [spanish.pk],
    }
    url = reverse(f"wagtail_localize:{name}", args=parameters[name])
    for response in (editor_client.get(url), editor_client.post(url), editor_client.put(url)):
        assert response.status_code == 404


def test_restart_asks_and_keeps_what_was_written_by_hand(marketing, english, spanish, translation):
    marketing.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {"next": "/admin/"})
    spanish.refresh_from_db()
    spanish.introduction = "A mano."
    body = spanish.body.get_prep_value()
    spanish.body = [*body, section("causes", **CAUSES | {"introduction": "Solo en español."})]
    spanish.save_revision()
    page = soup(marketing.post(address(spanish), {"localize-restart-translation": "1"}))
    assert "1 text that was written by hand is kept" in words(page.main)
    assert "Solo en español." in words(page.main)
    translation.refresh_from_db()
    assert not translation.enabled
    marketing.post(address(spanish), {"localize-restart-translation": "1", "confirmed": "1"})
    translation.refresh_from_db()
    assert translation.enabled
    assert stored(english, "introduction") == "A mano."
