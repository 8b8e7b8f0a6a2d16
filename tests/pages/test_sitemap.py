"""A large site has an index of sitemaps, which together list each page once."""

import re

import pytest

from pages.languages import visible

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def locations(response):
    return re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", response.content.decode())


def test_small_site_has_one_sitemap(client, home):
    pages = visible(home.get_descendants(inclusive=True), "en")
    assert sorted(locations(client.get("/sitemap.xml"))) == sorted(page.get_url() for page in pages)


def test_large_site_has_an_index_of_sitemaps_with_all_pages(client, monkeypatch):
    monkeypatch.setattr("pages.sitemap.MOST_IN_A_FILE", 20)
    index = client.get("/sitemap.xml")
    assert b"<sitemapindex" in index.content
    files = locations(index)
    assert files == [f"/sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    listed = [page for file in files for page in locations(client.get(file))]
    assert len(listed) == len(set(listed)) > 40
    assert [client.get(f"/sitemap-{number}.xml").status_code for number in (0, len(files) + 1)] == [404, 404]
    assert index["Content-Type"] == client.get(files[0])["Content-Type"] == "application/xml; charset=utf-8"
