"""The links to the same page in other languages, at the top of every page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import get_language_info

from pages.languages import is_source_language, path_in_language

if TYPE_CHECKING:
    from pages.site_context import SiteContext


@dataclass(frozen=True)
class LanguageLink:
    """A link to the served page in another language.

    If `is_translated` is false, the page does not exist in that language yet. The link then leads to the page about
    help in that language, or to an answer that says so.
    """

    code: str
    url: str
    is_translated: bool

    @property
    def name(self) -> str:
        """The name of the language in that language, for example “Español”."""
        return capfirst(get_language_info(self.code)["name_local"])


def language_links(site: "SiteContext") -> Iterator[LanguageLink]:
    """Yield a link for each other language that has a home page which readers may see."""
    if site.request is None:
        return
    translations = {page.locale.language_code: page for page in site.translations}
    for code in site.languages_with_home:
        if code == site.language_code:
            continue
        if code in translations:
            yield LanguageLink(code, f"{site.page_url(translations[code])}{site.query_in_other_languages}", True)
        elif site.page is not None and is_source_language(code):
            yield LanguageLink(code, "/", False)
        elif site.page is not None and (help_page := site.language_help(code)):
            yield LanguageLink(code, site.page_url(help_page) or "/", False)
        else:
            path = site.page_url(site.page) if site.page is not None else site.request.path
            url = f"{path_in_language(path or '/', code)}{site.query_in_other_languages}"
            yield LanguageLink(code, url, site.page is None)
