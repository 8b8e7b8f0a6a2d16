"""Redirects in the admin: Wagtail's views with more checks, and reports of redirects that are not used."""

import unicodedata
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, EditView, IndexView
from wagtail.models import Page

from pages.old_addresses import find_loop, normalize, page_at


class CheckedRedirectForm(RedirectForm):
    """The form of a redirect. It refuses redirects that lead nowhere or back to their own address."""

    redirect_link = forms.CharField(
        max_length=255,
        required=False,
        label=gettext_lazy("Redirect to any URL"),
        help_text=gettext_lazy("An address of another site, with https://, or the path of one of our pages."),
    )

    def clean_old_path(self) -> str:
        """Return the address with composed accents, as browsers send it."""
        return unicodedata.normalize("NFC", self.cleaned_data["old_path"])

    def clean(self) -> dict[str, Any]:
        """Refuse a redirect without a target, with two targets, or in a loop."""
        super().clean()
        self._choose_page_of_own_path()
        page, link = self.cleaned_data.get("redirect_page"), self.cleaned_data.get("redirect_link")
        if page and link:
            self.add_error("redirect_link", gettext("Choose a page or enter an address, not both."))
        elif not page and not link and not {"redirect_page", "redirect_link"} & {*self.errors}:
            self.add_error(
                "redirect_page", gettext("Choose the page to which the old address leads, or enter an address.")
            )
        elif "old_path" in self.cleaned_data:
            self._refuse_loop(page, link)
        return self.cleaned_data

    def _choose_page_of_own_path(self) -> None:
        """Replace a path such as `/contact-us/` by the page there, so that the redirect follows when the page moves."""
        link = self.cleaned_data.get("redirect_link") or ""
        if not link.startswith("/"):
            return
        self.cleaned_data["redirect_link"] = ""
        if page := page_at(link):
            self.cleaned_data["redirect_page"] = page
        else:
            text = gettext("There is no page at “%(path)s”. Choose a page, or enter a whole address with https://.")
            self.add_error("redirect_link", text % {"path": link})

    def _refuse_loop(self, page: Page | None, link: str) -> None:
        target = (page.get_url() or "") if page else link
        steps = find_loop(normalize(self.cleaned_data["old_path"]), target, self.instance.pk)
        if steps:
            text = gettext("This redirect leads back to its own address: %(steps)s. Choose another target.")
            self.add_error("redirect_page" if page else "redirect_link", text % {"steps": " → ".join(steps)})


class PageThereColumn(Column):
    """Names the page that makes a redirect useless, because it is published at the old address."""

    def get_value(self, instance: Redirect) -> str:
        page = page_at(instance.old_path)
        return gettext("Not used: “%(page)s” is published there") % {"page": page.title} if page else ""


class RedirectsView(IndexView):
    """Lists the redirects, and says which are not used."""

    columns = [*IndexView.columns, PageThereColumn("page_there", label=gettext_lazy("In use"), width="20%")]


class AddRedirectView(CreateView):
    """Adds a redirect. The URL parameter `old_path` fills in its address."""

    form_class = CheckedRedirectForm

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"old_path": self.request.GET.get("old_path", "")}

    def save_instance(self) -> Redirect:
        """Save and return the redirect."""
        return warn_if_unused(self.request, super().save_instance())


class EditRedirectView(EditView):
    """Changes a redirect."""

    form_class = CheckedRedirectForm

    def save_instance(self) -> Redirect:
        """Save and return the redirect."""
        return warn_if_unused(self.request, super().save_instance())


def warn_if_unused(request: HttpRequest, redirect: Redirect) -> Redirect:
    """Return the redirect, and show a warning if a page is published at its address."""
    if page := page_at(redirect.old_path):
        warn_about_unused_redirect(request, redirect, page)
    return redirect


def warn_about_unused_redirect(request: HttpRequest, redirect: Redirect, page: Page) -> None:
    """Show a warning that the redirect is not used while the page is published at its address."""
    text = gettext("The redirect from “%(path)s” is not used while the page “%(page)s” is published at this address.")
    messages.warning(request, text % {"path": redirect.old_path, "page": page.title})


def warn_about_unused_redirects(request: HttpRequest, page: Page) -> None:
    """Warn the user who has published a page about the redirects from its address (hook `after_publish_page`)."""
    if page.live:
        for redirect in Redirect.objects.filter(old_path=normalize(page.get_url() or "")):
            warn_about_unused_redirect(request, redirect, page)


def remove_own_redirect(instance: Page, **kwargs: Any) -> None:
    """Delete the redirect that was created when the page was unpublished. Receives `page_published`."""
    own_path = normalize(instance.get_url() or "")
    Redirect.objects.filter(old_path=own_path, automatically_created=True).delete()
