"""`SiteContext.page_url` computes the URLs of many pages from one, the same as Wagtail does."""

import pytest
from wagtail.models import Page

from pages.site_context import SiteContext
from tests.factories import make_condition
from tests.translations import translate


@pytest.fixture
def pages(home, page_at):
    """All pages, in both languages, one of them with signs that an address writes differently."""
    for page in (home, page_at("conditions-we-treat")):
        translate(page)
    make_condition("Ache", slug="dolor-de-cuello-ñ")
    return list(Page.objects.filter(depth__gt=1))


def test_page_has_the_address_that_wagtail_gives_it(rf, pages):
    site = SiteContext(rf.get("/"))
    given = {page.pk: page.get_url(rf.get("/")) for page in pages}
    assert {page.pk: site.page_url(page) for page in pages} == given
    assert len({address[:4] == "/es/" for address in given.values()}) == 2
