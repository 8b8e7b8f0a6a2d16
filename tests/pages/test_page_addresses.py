"""Addresses of many pages are told from one, and are those Wagtail gives."""

import pytest
from wagtail.models import Page

from pages.links import page_address
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
    request = rf.get("/")
    given = {page.pk: page.get_url(rf.get("/")) for page in pages}
    assert {page.pk: page_address(request, page) for page in pages} == given
    assert len({address[:4] == "/es/" for address in given.values()}) == 2
