"""One object per request holds home page, main location, menu, breadcrumbs and translations."""

import pytest
from django.template import RequestContext, Template
from django.utils import translation
from wagtail.models import Page

from pages.models import LocationPage
from pages.site_context import SiteContext, site_context
from tests.factories import publish
from tests.translations import translate

pytestmark = pytest.mark.django_db


def test_each_request_has_one_context(rf):
    request = rf.get("/")
    assert site_context(request) is site_context(request)
    assert site_context(rf.get("/")) is not site_context(request)
    assert [name for name in vars(request) if name in ("site_context", "navigation", "page_trail")] == ["site_context"]


def test_templates_get_it_without_a_query(rf, django_assert_num_queries):
    context = RequestContext(rf.get("/"), {})
    with django_assert_num_queries(0):
        Template("{% if site.page %}a page{% endif %}").render(context)
    assert Template("{{ site.clinic_name }}").render(context) == "Institute of Interventional Pain Management"


def test_home_page_and_main_location_need_one_query(rf, home, django_assert_num_queries):
    site = site_context(rf.get("/"))
    with django_assert_num_queries(1):
        assert site.home == home
        assert type(site.location) is LocationPage
        assert (site.home.hero_heading, site.home.title) == (home.hero_heading, home.title)
        assert site.home.language_code == site.location.language_code == "en"
        assert site.location.phone == "479-967-7770"


def test_without_a_request_the_current_language_is_used(home):
    with translation.override("es"):
        site = SiteContext()
        assert site.home is None
        assert site.home_or_source == home
        assert site.location.phone == "479-967-7770"
    translate(home)
    with translation.override("es"):
        assert SiteContext().home.call_line.startswith("ES ")


def test_unpublished_home_page_is_none(home):
    Page.objects.filter(pk=home.pk).update(live=False)
    site = SiteContext()
    assert (site.home, site.home_or_source, site.clinic_name) == (None, None, "")


def test_unpublished_location_is_none(home):
    Page.objects.filter(pk=home.main_location.pk).update(live=False)
    assert SiteContext().location is None


def test_home_page_of_another_tree_is_ignored(home):
    other = home.copy(to=home.get_parent(), update_attrs={"slug": "other", "title": "Other"})
    other.clinic_name = "Other"
    publish(other)
    assert SiteContext().clinic_name == "Institute of Interventional Pain Management"


def test_without_a_page_there_are_no_breadcrumbs_and_no_translations(rf):
    site = site_context(rf.get("/"))
    assert (site.breadcrumbs, site.translations) == ([], [])


def test_breadcrumbs_of_a_preview_are_the_pages_above(rf, home, mid_back_pain):
    site = site_context(rf.get("/"))
    site.page = mid_back_pain
    assert [page.get_url() for page in site.breadcrumbs] == ["/", "/conditions-we-treat/"]
