"""`SiteContext.page_url` returns the same URLs as Wagtail."""

import pytest
from wagtail.models import Page

from pages.site_context import SiteContext
from tests.factories import make_condition
from tests.translations import translate


@pytest.fixture
def pages(home, page_at):
    """Return all pages in both languages; the slug of one contains a character that a URL must escape."""
    for page in (home, page_at("conditions-we-treat")):
        translate(page)
    make_condition("Ache", slug="dolor-de-cuello-ñ")
    return list(Page.objects.filter(depth__gt=1))


@pytest.mark.slow
def test_page_has_the_same_url_as_in_wagtail(rf, pages):
    site = SiteContext(rf.get("/"))
    expected = {page.pk: page.get_url(rf.get("/")) for page in pages}
    assert {page.pk: site.page_url(page) for page in pages} == expected
    assert len({url[:4] == "/es/" for url in expected.values()}) == 2
