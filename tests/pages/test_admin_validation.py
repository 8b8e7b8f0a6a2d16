"""The admin refuses invalid input and shows at the field how to fix it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock
from pages.blocks.hours import DayBlock
from pages.models import ConditionPage, Review
from tests.factories import items, make_standard_page, make_warning_sign, publish, section
from tests.reviews import sign

pytestmark = pytest.mark.django_db


def messages(error):
    """Return all messages of a block's error and of the blocks inside it."""
    children = getattr(error, "block_errors", None)
    if children is None:
        return error.messages
    own = [text for one in error.non_block_errors.as_data() for text in one.messages]
    return own + [text for child in children.values() for text in messages(child)]


def day(status="open", **times):
    """Return the value of a day as an editor types it; times are written as `8:30`."""
    names = ("opens", "closes", "opens_again", "closes_again")
    value = {name: datetime.time(*map(int, times[name].split(":"))) if name in times else None for name in names}
    return {"status": status, **value}


def errors_of_day(value):
    block = DayBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(value))
    return {name: error.messages[0] for name, error in caught.value.block_errors.items()}


@pytest.mark.parametrize(
    ("value", "field", "sentence"),
    [
        (day(opens="16:30", closes="8:30"), "closes", "It closes before it opens. Choose a closing time later"),
        (day(opens="8:30", closes="8:30"), "closes", "It closes before it opens. Choose a closing time later"),
        (day(), "opens", "Say when the day opens, or set its status to “Closed”."),
        (day(opens="8:30"), "closes", "Say when the day closes, or set its status to “Closed”."),
        (
            day(opens="8:30", closes="12:00", opens_again="11:00", closes_again="16:00"),
            "opens_again",
            "The shifts overlap. Let the second shift open after the first one closes",
        ),
        (
            day(opens="8:30", closes="12:00", opens_again="16:00", closes_again="13:00"),
            "closes_again",
            "The second shift closes before it opens.",
        ),
        (day(opens="8:30", closes="12:00", opens_again="13:00"), "closes_again", "Say when the second shift closes"),
        (day(opens="8:30", closes="12:00", closes_again="16:00"), "opens_again", "Say when the second shift opens"),
        (day("closed", opens="8:30"), "opens", "Clear this time, or set the day's status to “Open”."),
        (day("by_appointment", closes="8:30"), "closes", "Clear this time, or set the day's status to “Open”."),
    ],
)
def test_invalid_hours_are_refused(value, field, sentence):
    assert errors_of_day(value)[field].startswith(sentence)


@pytest.mark.parametrize(
    "value",
    [
        day(opens="8:30", closes="16:30"),
        day(opens="8:30", closes="12:00", opens_again="13:00", closes_again="16:30"),
        day("closed"),
        day("by_appointment"),
    ],
)
def test_valid_hours_are_accepted(value):
    block = DayBlock()
    assert block.clean(block.to_python(value))["status"] == value["status"]


def errors_of_body(*sections):
    block = ConditionBodyBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(list(sections)))
    return messages(caught.value)


def causes():
    return section("causes", heading="Causes", introduction="", items=items({"term": "Strain", "description": ""}))


@pytest.mark.parametrize("name", ConditionBodyBlock.at_most_once)
def test_second_section_of_a_kind_is_refused(name):
    label = ConditionBodyBlock().child_blocks[name].label
    assert any(f"This page already has a section “{label}”." in text for text in errors_of_body(*[section(name)] * 2))


def test_second_causes_section_is_the_only_error():
    assert errors_of_body(causes(), causes()) == [
        "This page already has a section “Causes”. Move what you wrote here into the first one, then delete this one."
    ]


def test_option_without_a_name_is_refused():
    tier = {"tier": "conservative", "options": items({"name": "", "description": "Exercises.", "treatment": None})}
    assert errors_of_body(section("treatment_options", heading="Options", introduction="", tiers=items(tier))) == [
        "Give the option a name, for example “Physical Therapy”, or delete the option."
    ]


def test_duplicate_tier_is_refused():
    tier = {"tier": "conservative", "options": items({"name": "Rest", "description": "", "treatment": None})}
    body = section("treatment_options", heading="Options", introduction="", tiers=items(tier, tier))
    assert errors_of_body(body) == ["This tier is already above. Move its options there, then delete this one."]


def test_empty_care_card_is_refused():
    assert errors_of_body(section("care_card", urgency="emergency", text="<p> </p>")) == [
        "Choose signs, or delete the card: an empty warning frightens and does not help."
    ]


def test_sign_of_another_urgency_is_refused():
    fever = make_warning_sign(urgency="call_us")
    assert errors_of_body(section("care_card", urgency="emergency", signs=items(fever.pk))) == [
        "The card for this sign is “Call us the same day”. Choose it there."
    ]


@pytest.mark.parametrize("name", ["self_care", "appointment", "causes"])
def test_empty_section_is_refused(name):
    assert errors_of_body(section(name))


@pytest.mark.parametrize("name", ["before", "afterwards", "questions"])
def test_section_of_a_treatment_without_text_is_refused(name):
    block = TreatmentBodyBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python([section(name, heading="A heading", text="<p></p>")]))
    assert messages(caught.value) == ["This section is empty. Write its text, or delete the section."]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phone": "(479) 967-7770"}, "phone"),
        ({"phone": "911"}, "phone"),
        ({"postal_code": "7280"}, "postal_code"),
        ({"latitude": 35}, "longitude"),
        ({"longitude": -93}, "latitude"),
    ],
)
def test_location_refuses_invalid_phone_postal_code_and_coordinates(page_at, values, field):
    location = page_at("locations/russellville")
    for name, value in values.items():
        setattr(location, name, value)
    with pytest.raises(ValidationError) as caught:
        location.full_clean()
    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize("call_line", ["Call us", "{phone} or {phone}"])
def test_call_line_must_contain_the_phone_number_once(home, call_line):
    home.call_line = call_line
    with pytest.raises(ValidationError) as caught:
        home.full_clean()
    assert list(caught.value.message_dict) == ["call_line"]


def test_main_area_that_is_no_body_area_is_refused(mid_back_pain):
    mid_back_pain.main_areas = ["mid_back", "knee"]
    with pytest.raises(ValidationError, match=r"Choose these under “body areas” too: Knee\."):
        mid_back_pain.full_clean()


def test_unknown_body_area_is_refused(mid_back_pain):
    mid_back_pain.body_areas = ["tail"]
    with pytest.raises(ValidationError, match="tail is not among"):
        mid_back_pain.full_clean()


def test_external_link_must_use_https(home):
    block = home._meta.get_field("connect_links").stream_block
    link = {"type": "connect_link", "value": {"name": "Facebook", "url": "http://facebook.com/"}}
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python([link]))
    assert messages(caught.value) == ["Begin the address with https://, so that the connection is safe."]


def form_data(*sections):
    """Return the POST data of the admin's form for a condition; sections are pairs of a name and a value."""
    fields = dict.fromkeys(
        (
            "introduction_heading",
            "plain_name",
            "name_in_headings",
            "other_names",
            "seo_title",
            "search_description",
            "menu_label",
        ),
        "",
    )
    streams = {"body": streamfield(sections), "sources": streamfield([]), "comments": inline_formset([])}
    typed = {
        "title": "Cold Feet",
        "slug": "cold-feet",
        "introduction": "They are cold.",
        "body_areas": ["leg"],
        "frequency": "common",
        "region": "joints",
    }
    return fields | nested_form_data(streams) | typed | {"action-publish": "yes"}


@pytest.fixture
def add_condition(editor_client, page_at):
    """Return a function that posts the admin's form for a new condition."""
    address = reverse("wagtailadmin_pages:add", args=["pages", "conditionpage", page_at("conditions-we-treat").pk])
    return lambda *sections: editor_client.post(address, form_data(*sections))


def test_admin_shows_the_errors_and_saves_nothing(add_condition):
    strain = {
        "heading": "Causes",
        "introduction": "",
        "items": streamfield([("item", {"term": "", "description": ""})]),
        "passages": streamfield([]),
    }
    response = add_condition(("causes", strain), ("causes", strain))
    assert response.status_code == 200
    assert "already has a section" in response.content.decode()
    assert "Name what this line is about" in response.content.decode()
    assert not ConditionPage.objects.filter(slug="cold-feet").exists()


def test_admin_saves_a_valid_page(add_condition):
    cold = {
        "heading": "Causes",
        "introduction": "",
        "items": streamfield([("item", {"term": "Ice", "description": ""})]),
        "passages": streamfield([]),
    }
    response = add_condition(("causes", cold))
    assert response.status_code == 302, response.context_data["form"].errors
    page = ConditionPage.objects.get(slug="cold-feet")
    assert page.live
    assert page.body_areas == ["leg"]
    assert page.body[0].value["items"][0]["term"] == "Ice"


WRONG_PARENT = "It belongs under “Conditions We Treat”"


@pytest.mark.slow
def test_condition_cannot_be_created_outside_its_index(editor_client, home):
    address = reverse("wagtailadmin_pages:add", args=["pages", "conditionpage", home.pk])
    for method in (editor_client.get, editor_client.post):
        response = method(address, follow=True)
        assert response.redirect_chain[0][0] == reverse("wagtailadmin_explore", args=[home.pk])
        assert WRONG_PARENT in response.content.decode()


def test_condition_cannot_be_moved_outside_its_index(editor_client, page_at, mid_back_pain):
    elsewhere = page_at("treatments-we-provide")
    address = reverse("wagtailadmin_pages:move_confirm", args=[mid_back_pain.pk, elsewhere.pk])
    response = editor_client.post(address, follow=True)
    assert WRONG_PARENT in response.content.decode()
    mid_back_pain.refresh_from_db()
    assert mid_back_pain.get_parent().slug == "conditions-we-treat"


def test_condition_cannot_be_copied_outside_its_index(editor_client, home, mid_back_pain):
    copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home.pk, "publish_copies": ""}
    response = editor_client.post(reverse("wagtailadmin_pages:copy", args=[mid_back_pain.pk]), copy)
    assert WRONG_PARENT in response.content.decode()
    assert not ConditionPage.objects.filter(slug="copy").exists()


def test_page_can_be_moved_to_an_allowed_parent(editor_client, home):
    page, parent = make_standard_page(home), make_standard_page(home)
    editor_client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk]))
    page.refresh_from_db()
    assert page.get_parent().pk == parent.pk


@pytest.mark.parametrize("path", ["locations/russellville", "locations"])
def test_main_location_cannot_be_deleted(editor_client, page_at, path):
    page = page_at(path)
    response = editor_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "Choose another main location on the home page first." in response.content.decode()
    assert page_at("locations/russellville").live


def test_add_page_view_requires_login(client, home):
    address = reverse("wagtailadmin_pages:add", args=["pages", "conditionpage", home.pk])
    assert client.get(address)["Location"].startswith("/admin/login/")


def test_copy_of_a_page_is_not_reviewed(editor_client, mid_back_pain):
    publish(sign(mid_back_pain))
    copied = mid_back_pain.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert not copied.is_reviewed


@pytest.mark.slow
def test_review_is_shown_with_name_and_date(client, mid_back_pain):
    address = mid_back_pain.get_url()
    assert b"Medically reviewed" not in client.get(address).content
    publish(sign(mid_back_pain))
    assert "Medically reviewed by A. Doctor, MD on Jan. 2, 2026" in client.get(address).content.decode()


def test_seeded_pages_are_not_reviewed():
    assert not Review.objects.exists()
    assert not ConditionPage.objects.exclude(review=None).exists()
