"""Send readers of a page that is withdrawn to another page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.languages import visible
from pages.old_addresses import MAX_PATH_LENGTH, normalize


class NewTargetForm(forms.Form):
    """Asks for the page to which the addresses of withdrawn pages lead from now on."""

    new_target = forms.ModelChoiceField(
        Page.objects.all(),
        required=False,
        widget=AdminPageChooser(),
        label=_("Send readers to"),
        help_text=_("The old address then leads to this page. Without a page, readers get “page not found”."),
    )

    def __init__(self, *args: Any, pages: Sequence[Page], with_descendants: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.withdrawn = withdrawn_pages(pages, with_descendants)

    def clean_new_target(self) -> Page | None:
        """Return the page. Raise `ValidationError` if readers cannot open it, or if it is withdrawn too."""
        target = self.cleaned_data["new_target"]
        if target is None:
            return None
        if not visible(Page.objects.filter(pk=target.pk), target.locale.language_code).exists():
            raise ValidationError(_("Readers cannot open this page: it is not published, or it is private."))
        if self.withdrawn.filter(pk=target.pk).exists():
            raise ValidationError(_("This page is withdrawn too. Choose another page."))
        return target


def withdrawn_pages(pages: Sequence[Page], with_descendants: bool) -> PageQuerySet:
    """Return the pages, if wanted with all pages below them."""
    chosen = Q(pk__in=[page.pk for page in pages])
    if with_descendants:
        for page in pages:
            chosen |= Q(path__startswith=page.path)
    return Page.objects.filter(chosen)


def send_readers_to(target: Page, withdrawn: PageQuerySet, is_permanent: bool) -> None:
    """Redirect the addresses of the pages, and all addresses that lead to them, to the target.

    Readers of a translation are sent to the translation of the target if there is one that they may open. Addresses
    that are too long for a redirect are left out.
    """
    for page in withdrawn.select_related("locale"):
        own_target = _in_language_of(page, target)
        Redirect.objects.filter(redirect_page=page).update(redirect_page=own_target, redirect_page_route_path="")
        path = normalize(page.get_url() or "")
        if page.live and 1 < len(path) <= MAX_PATH_LENGTH:
            Redirect.objects.update_or_create(
                old_path=path,
                site=None,
                defaults={
                    "redirect_page": own_target,
                    "redirect_page_route_path": "",
                    "redirect_link": "",
                    "is_permanent": is_permanent,
                    "automatically_created": True,
                },
            )


def _in_language_of(page: Page, target: Page) -> Page:
    translations = Page.objects.filter(translation_key=target.translation_key)
    return visible(translations, page.locale.language_code).first() or target
