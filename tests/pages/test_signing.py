"""A review is signed only by the person named, or recorded from paper by a user who may do that."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

from pages.models import Passage, Review
from pages.signatures import sign as sign_as
from tests.factories import items, make_condition, make_passage, make_person, make_standard_page, publish, section
from tests.html import json_ld, soup, words
from tests.reviews import fresh, is_shown, make_clinician

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

STREAMS = nested_form_data({"body": {"count": "0"}, "sources": {"count": "0"}})


@pytest.fixture(scope="module")
def everyone(module_database):
    """A person with an account that may sign, and a page that nobody has signed."""
    person = make_person("Ann Doctor", credentials="MD", is_physician=True)
    return person, make_clinician(person), make_condition("Cold Feet", introduction="They are cold.")


@pytest.fixture
def person(everyone, db):
    return fresh(everyone[0])


@pytest.fixture
def page(everyone, db):
    return fresh(everyone[2])


@pytest.fixture
def clinician(everyone, client):
    client.force_login(everyone[1])
    return client


def address(view, target, *more):
    kind = "passage" if isinstance(target, Passage) else "page"
    return reverse(f"reviews:{view}", args=[kind, target.pk, *more])


def opened(client, url):
    """Return the form of the view as a browser would send it."""
    form = soup(client.get(url)).select_one("main form[method=post]")
    return {field["name"]: field.get("value", "") for field in form.select("input[name]")}


@pytest.mark.slow
def test_clinician_signs_exactly_the_text_that_is_shown(clinician, page, person):
    url = address("sign", page)
    shown = words(soup(clinician.get(url)).main)
    assert "They are cold." in shown
    assert "Patients will see that Ann Doctor, MD has reviewed it." in shown
    response = clinician.post(url, opened(clinician, url), follow=True)
    assert "The review of “Cold Feet” is signed by Ann Doctor, MD." in words(soup(response))
    review = fresh(page).review
    assert (review.reviewer, review.reviewed_on, review.is_on_paper) == (person, timezone.localdate(), False)
    assert review.review_due == timezone.localdate() + datetime.timedelta(days=365)
    assert is_shown(page)
    [entry] = PageLogEntry.objects.filter(page=page.pk, action="pages.sign_review")
    assert (entry.user.get_username(), entry.data["reviewer"]) == ("ann", "Ann Doctor, MD")


def test_readers_see_a_link_to_the_person(clinician, page, person, client):
    sign_as(page, person.user, None)
    response = client.get(page.get_url())
    link = soup(response).select_one(".review a")
    assert (link["href"], words(link)) == (person.get_url(), "Ann Doctor, MD")
    reviewer = json_ld(response)["MedicalWebPage"]["reviewedBy"]
    data = json_ld(client.get(person.get_url()))["Physician"]
    assert reviewer == {name: data[name] for name in ("@type", "@id", "name", "url")}


@pytest.mark.slow
def test_name_stays_as_signed_when_the_page_of_the_person_changes_or_goes(page, person, client):
    sign_as(page, person.user, None)
    person.title = "Somebody Else"
    publish(person)
    assert "Medically reviewed by Ann Doctor, MD on" in words(soup(client.get(page.get_url())).main)
    person.unpublish()
    assert not soup(client.get(page.get_url())).select(".review a")
    assert is_shown(page)
    person.delete()
    assert is_shown(page)


@pytest.mark.slow
def test_text_that_changed_since_it_was_opened_is_not_signed(clinician, page):
    url = address("sign", page)
    form = opened(clinician, url)
    page.introduction = "They are warm."
    publish(page)
    response = clinician.post(url, form)
    assert "The text has changed since you opened this page. Nothing was signed." in words(soup(response))
    assert "They are warm." in words(soup(response).main)
    assert not Review.objects.exists()
    clinician.post(url, {name: soup(response).select_one(f"main [name={name}]").get("value", "") for name in form})
    assert is_shown(page)


def test_changed_passage_is_a_changed_text(clinician):
    passage = make_passage("Ice", text="<p>Use ice.</p>")
    text = section("text_section", heading="More", text="<p>Snow.</p>", passages=items(passage.pk))
    page = make_condition(body=[text])
    url = address("sign", page)
    assert "Use ice." in words(soup(clinician.get(url)).main)
    form = opened(clinician, url)
    passage.text = "<p>Use no ice.</p>"
    passage.save()
    clinician.post(url, form)
    assert not Review.objects.exists()


@pytest.mark.slow
def test_draft_and_published_text_are_signed_apart(clinician, page):
    page.introduction = "They are warm."
    page.save_revision()
    draft, live = address("sign", page), address("sign", page) + "?version=live"
    assert "They are warm." in words(soup(clinician.get(draft)).main)
    assert "They are cold." in words(soup(clinician.get(live)).main)
    clinician.post(live, opened(clinician, live))
    assert is_shown(page)
    fresh(page).get_latest_revision().publish()
    assert not is_shown(page)
    clinician.post(draft, opened(clinician, draft))
    assert is_shown(page)


def test_due_date_must_be_in_the_future(clinician, page):
    url = address("sign", page)
    form = opened(clinician, url) | {"review_due": timezone.localdate().isoformat()}
    assert "Choose a day after today." in words(soup(clinician.post(url, form)))
    assert not Review.objects.exists()


def test_passage_is_signed(clinician):
    passage = make_passage("Ice", text="<p>Use ice.</p>")
    clinician.post(address("sign", passage), opened(clinician, address("sign", passage)))
    assert fresh(passage).is_reviewed
    assert ModelLogEntry.objects.filter(action="pages.sign_review", object_id=str(passage.pk)).exists()
    assert "Ice" in clinician.get(reverse(Passage.snippet_viewset.get_url_name("list"))).content.decode()


def test_page_without_medical_text_is_not_signed(clinician, home):
    assert clinician.get(address("sign", make_standard_page(home))).status_code == 404


@pytest.fixture
def without(request, page, person, log_in):
    """A client that may not sign, for a reason."""
    if request.param == "permission":
        person.user.groups.clear()
    elif request.param == "published page":
        person.unpublish()
    elif request.param == "person":
        return log_in("Clinicians", name="bob")
    elif request.param == "marketing":
        return log_in("Marketing", name="mark")
    client = log_in(name="nobody")
    client.force_login(type(person.user).objects.get(pk=person.user.pk))
    return client


@pytest.mark.parametrize(
    "without", ["permission", "published page", "person", "marketing"], indirect=True, ids=lambda reason: reason
)
@pytest.mark.parametrize("view", ["sign", "sign_on_paper"])
def test_nobody_else_may_sign(without, page, view):
    url = address(view, page)
    assert without.get(url).status_code == 302
    without.post(url, {"text": page.clinical_fingerprint, "review_due": "2100-01-01"})
    assert not Review.objects.exists()
    assert "Read and sign" not in without.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


@pytest.mark.slow
def test_signature_on_paper_is_recorded_and_stated(editor_client, page, person, client):
    url = address("sign_on_paper", page)
    assert editor_client.get(address("sign", page)).status_code == 302  # a superuser without a person
    form = opened(editor_client, url) | {"reviewer": person.pk, "reviewed_on": "2026-01-02", "review_due": "2100-01-01"}
    editor_client.post(url, form)
    review = fresh(page).review
    assert (review.reviewer, review.is_on_paper, review.recorded_by.get_username()) == (person, True, "editor")
    assert "Medically reviewed by Ann Doctor, MD on Jan. 2, 2026" in words(soup(client.get(page.get_url())).main)
    shown = words(soup(editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))))
    assert "Signed on paper, recorded by editor." in shown
    assert PageLogEntry.objects.filter(page=page.pk, action="pages.record_paper_signature").count() == 1
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    response = editor_client.post(url, form | {"reviewed_on": tomorrow.isoformat()})
    assert "This day is in the future." in words(soup(response))


def test_review_is_withdrawn_by_the_reviewer_only(clinician, page, person, log_in):
    review = sign_as(page, person.user, None)
    url = address("withdraw", page, review.pk)
    marketing = log_in("Marketing", name="mark")
    assert marketing.post(url).status_code == 302
    assert is_shown(page)
    clinician.post(url)
    assert not is_shown(page)
    assert PageLogEntry.objects.filter(page=page.pk, action="pages.withdraw_review").exists()
    assert not Review.objects.exists()


def form_data(client, page):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    return {name: data.get(name) for name in data} | STREAMS


@pytest.mark.slow
def test_marketing_cannot_forge_a_review_in_any_form(log_in, page, person, editor):
    review = sign_as(make_condition("Warm Feet"), person.user, None)
    marketing = log_in("Marketing", name="mark")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    forged = {
        "review": review.pk,
        "reviewed_by": person.pk,
        "reviewed_by_name": "A",
        "reviewed_on": "2026-01-02",
        "is_review_lapsed": "",
        "keep_review": "on",
        "reviewed_text": page.clinical_fingerprint,
    }
    form = form_data(marketing, page)
    autosaved = marketing.post(url, form | forged, HTTP_ACCEPT="application/json")
    assert autosaved.json()["success"]
    marketing.post(url, form | forged | {"action-publish": "yes"})
    assert not is_shown(page)
    assert page.reviews.count() == 0


@pytest.mark.slow
def test_marketing_cannot_keep_a_review_that_lapses(log_in, page, person):
    sign_as(page, person.user, None)
    marketing = log_in("Marketing", name="mark")
    form = form_data(marketing, page)
    assert "keep_review" not in form
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    marketing.post(url, form | {"introduction": "They are warm.", "keep_review": "on", "action-publish": "yes"})
    assert fresh(page).introduction == "They are warm."
    assert not is_shown(page)


def test_clinician_keeps_a_review_and_the_log_says_so(page, person, editor):
    sign_as(page, person.user, None)
    page.introduction = "They are  so cold."
    page.review_kept_by = person.user
    publish(page)
    assert is_shown(page)
    [entry] = PageLogEntry.objects.filter(action="pages.keep_review")
    assert (entry.user, entry.data) == (person.user, {"reviewers": ["Ann Doctor, MD"]})


def test_marketing_does_not_keep_reviews_by_editing_a_shared_text(log_in, person):
    passage = make_passage("Ice", text="<p>Use ice.</p>")
    marketing = log_in("Marketing", name="mark")
    url = reverse(Passage.snippet_viewset.get_url_name("edit"), args=[passage.pk])
    assert "keep_review" not in marketing.get(url).content.decode()
    passage.review_kept_by = marketing.user
    sign_as(passage, person.user, None)
    passage.text = "<p>Use no ice.</p>"
    with pytest.raises(PermissionError):
        passage.save()


def test_copies_translations_and_moves_of_revisions_carry_no_review(page, person):
    sign_as(page, person.user, None)
    page.save_revision()
    other = make_condition("Warm Feet", introduction="They are warm.")
    revision = page.get_latest_revision()
    assert "reviewed_on" not in revision.content
    content = revision.content | {"pk": other.pk, "slug": other.slug, "path": other.path}
    forged = other.with_content_json(content)
    assert (forged.review, forged.is_reviewed) == (None, False)
    publish(forged)
    assert not is_shown(other)


def test_withdrawn_review_does_not_return_with_an_old_revision(page, person):
    review = sign_as(page, person.user, None)
    signed = publish(page).get_latest_revision()
    page.introduction = "They are warm."
    publish(page)
    review.delete()
    signed.publish()
    assert fresh(page).introduction == "They are cold."
    assert not is_shown(page)


class TestUserOfAPerson:
    """Only users who may change user accounts decide who signs as whom."""

    def form(self, client, person):
        response = client.get(reverse("wagtailadmin_pages:edit", args=[person.pk]))
        data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
        return {name: data.getlist(name) for name in data} | nested_form_data({"body": {"count": "0"}})

    def test_marketing_edits_the_page_and_not_the_account(self, log_in, person):
        marketing = log_in("Marketing", name="mark")
        form = self.form(marketing, person)
        assert "user" not in form
        url = reverse("wagtailadmin_pages:edit", args=[person.pk])
        marketing.post(url, form | {"role": "Head", "user": marketing.user.pk, "action-publish": "yes"})
        assert (fresh(person).role, fresh(person).user) == ("Head", person.user)

    @pytest.mark.slow
    def test_administrator_sets_the_account_at_once_and_it_is_logged(self, editor_client, person, log_in):
        bob = log_in("Clinicians", name="bob").user
        url = reverse("wagtailadmin_pages:edit", args=[person.pk])
        editor_client.post(url, self.form(editor_client, person) | {"user": bob.pk})
        assert fresh(person).user == bob
        assert PageLogEntry.objects.get(action="pages.join_user").data == {"user": "bob"}

    def test_old_revision_does_not_bring_back_an_account(self, person, log_in):
        before = person.save_revision()
        type(person).objects.filter(pk=person.pk).update(user=None)
        before.refresh_from_db()
        before.publish()
        assert fresh(person).user is None

    def test_copy_has_no_account(self, person):
        assert person.copy(update_attrs={"slug": "copy"}).user is None


def test_permissions_are_offered_where_groups_are_edited(editor_client):
    group = Group.objects.get(name="Clinicians")
    page = editor_client.get(f"/admin/groups/edit/{group.pk}/").content.decode()
    for codename in ("sign_review", "record_paper_signature"):
        assert f'value="{Permission.objects.get(codename=codename).pk}"' in page


def test_every_action_has_a_label():
    for action in ("sign_review", "record_paper_signature", "keep_review", "withdraw_review", "join_user"):
        assert registry.get_action_label(f"pages.{action}")
