"""The editor of a translation: one form with all texts of a page, in place of wagtail-localize's editor.

Each text has the value with which it was shown beside it in the form. So only texts that the user has changed are
stored, and a text that another user has changed meanwhile is not overwritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PageStatusSidePanel
from wagtail.models import Page
from wagtail_localize.models import Translation, get_edit_url

from pages.models import TranslationStatus
from pages.translation_admin import review
from pages.translation_admin.fingerprint import fingerprint_of_draft
from pages.translation_admin.overrides import OverridesForm, overrides_of_translation
from pages.translation_admin.progress import missing_texts
from pages.translation_admin.required_review import reason_not_to_publish
from pages.translation_admin.texts import Text, normalized, texts_of_translation, to_stored, write


@dataclass
class Row:
    """A passage or a warning sign that the page includes."""

    name: str
    edit_url: str
    is_translated: bool


@dataclass
class Editor:
    """The form of one translation."""

    request: HttpRequest
    translation: Translation
    instance: Any
    texts: list[Text] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.texts = texts_of_translation(self.translation)
        data = self.request.POST if self.request.method == "POST" else None
        self.overrides = OverridesForm(overrides_of_translation(self.translation), data)

    def response(self) -> HttpResponse:
        """Return the form, or the response to the sent form."""
        if self.request.method != "POST":
            return self._show()
        if self._is_locked():
            messages.error(self.request, _("The page is locked. Nothing was saved."))
            return self._show(status=409)
        self._read()
        if not self._is_valid():
            messages.error(self.request, _("Nothing was saved: correct the texts that are marked."))
            return self._show(status=422)
        number = self._write()
        action = self.request.POST.get("action", "save")
        if action == "publish":
            self._publish()
        elif action == "review":
            self._sign()
        else:
            sentence = ngettext("%(count)d change saved.", "%(count)d changes saved.", number) % {"count": number}
            messages.success(self.request, f"{sentence} {_('Readers see them after you publish.')}")
        return HttpResponseRedirect(self.request.get_full_path())

    def _is_locked(self) -> bool:
        return isinstance(self.instance, Page) and self.instance.permissions_for_user(self.request.user).page_locked()

    def _read(self) -> None:
        """Set what was typed for each text that the user has changed, and its mistakes."""
        for text in self.texts:
            if text.name not in self.request.POST:
                continue
            typed = normalized(self.request.POST[text.name])
            seen = normalized(self.request.POST.get(f"{text.name}-seen", ""))
            if typed == seen:
                continue
            text.typed = typed
            now = normalized(text.spanish)
            if now not in (seen, typed):
                sentence = _("Somebody else has changed this text since you opened the page. It is now: “%(text)s”")
                text.mistakes = [sentence % {"text": now}]
            elif typed:
                text.mistakes = text.mistakes_in(typed)

    def _is_valid(self) -> bool:
        return self.overrides.is_valid() and not any(text.mistakes for text in self.texts)

    @transaction.atomic
    def _write(self) -> int:
        """Store what has changed, and return how many values these are."""
        changed = [text for text in self.texts if text.typed is not None]
        for text in changed:
            stored = to_stored(text.typed, text) if text.typed else ""
            write(text, self.translation, stored, self.request.user)
        return len(changed) + self.overrides.write(self.translation, self.request.user)

    def _publish(self) -> None:
        """Publish the page or row, or say why it stays as it is."""
        if isinstance(self.instance, Page) and not self.instance.permissions_for_user(self.request.user).can_publish():
            messages.error(self.request, _("You may not publish this page. Your texts are saved."))
            return
        reason = self._reason_not_to_publish()
        if not reason:
            try:
                self.translation.save_target(user=self.request.user, publish=True)
            except ValidationError as error:
                reason = " ".join(error.messages)
        if reason:
            messages.error(self.request, _("Your texts are saved, but not published. %(reason)s") % {"reason": reason})
        else:
            messages.success(self.request, _("Published. Readers see the page in Spanish as it is here."))

    def _reason_not_to_publish(self) -> str:
        source = self.translation.source
        missing = missing_texts(source.object_id, source.locale_id, self.translation.target_locale_id).count()
        if missing:
            sentence = ngettext(
                "%(count)d text is not translated yet.", "%(count)d texts are not translated yet.", missing
            )
            return sentence % {"count": missing}
        return reason_not_to_publish(self.translation)

    def _sign(self) -> None:
        """Record that the user has reviewed the translation."""
        if any(text.typed is not None for text in self.texts):
            messages.warning(self.request, _("Your changes are saved. Read the page again, then sign it."))
            return
        try:
            review.sign(self.translation, self.request.user, self.request.POST.get("read_text", ""))
        except review.TextChangedError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("You have signed this translation."))

    def _show(self, status: int = 200) -> HttpResponse:
        return TemplateResponse(self.request, "pages/translation_admin/editor.html", self._context(), status=status)

    def _context(self) -> dict[str, Any]:
        needed = [text for text in self.texts if not text.is_slug]
        done = sum(1 for text in needed if not text.is_missing)
        only_open = self.request.GET.get("show") == "open"
        source = self.translation.source
        panels = MediaContainer(_side_panels(self.request, self.instance))
        return {
            "header_title": _("Translation of “%(page)s”") % {"page": source.object_repr},
            "header_icon": "wagtail-localize-language",
            "translation": self.translation,
            "instance": self.instance,
            "texts": [text for text in self.texts if not only_open or text.is_missing or text.mistakes],
            "overrides": self.overrides.rows(),
            "media": self.overrides.media + panels.media,
            "side_panels": panels,
            "rows": [row for row in _included_rows(self.translation) if not only_open or not row.is_translated],
            "only_open": only_open,
            "done": done,
            "total": len(needed),
            "missing": len(needed) - done,
            "machine_made": sum(1 for text in needed if text.is_machine_made),
            "source_edit_url": source.get_source_instance_edit_url(),
            "is_page": isinstance(self.instance, Page),
            "page_perms": isinstance(self.instance, Page) and self.instance.permissions_for_user(self.request.user),
            **self._review_context(),
        }

    def _review_context(self) -> dict[str, Any]:
        """Return what the panel of the review shows; nothing for rows, which are read with their pages."""
        if not isinstance(self.instance, Page):
            return {}
        read_text = fingerprint_of_draft(self.translation)
        status = TranslationStatus.objects.filter(page_id=self.instance.pk).first()
        return {
            "status": status,
            "read_text": read_text,
            "is_reviewed": bool(status and status.reviewed_text == read_text),
            "may_review": self.request.user.has_perm(review.REVIEW),
            "must_be_reviewed": bool(reason_not_to_publish(self.translation)),
        }


def _side_panels(request: HttpRequest, page: Any) -> list[PageStatusSidePanel]:
    """Return the side panels of Wagtail's page editor; none for rows."""
    if not isinstance(page, Page):
        return []
    return [
        PageStatusSidePanel(
            page,
            request,
            show_schedule_publishing_toggle=False,
            live_object=page,
            scheduled_object=None,
            locale=page.locale,
            translations=[
                {"locale": one.locale, "url": reverse("wagtailadmin_pages:edit", args=[one.pk])}
                for one in page.get_translations().select_related("locale")
            ],
        )
    ]


def _included_rows(translation: Translation) -> Iterable[Row]:
    """Yield the passages and signs that the page includes, each once."""
    source, locale = translation.source, translation.target_locale_id
    segments = source.relatedobjectsegment_set.select_related("object").order_by("order")
    for one in {segment.object_id: segment.object for segment in segments}.values():
        english, translated = one.get_instance_or_none(source.locale_id), one.get_instance_or_none(locale)
        if english is None:
            continue
        is_missing = translated is None or not translated.is_complete
        is_translated = not is_missing and not missing_texts(one.pk, source.locale_id, locale).exists()
        yield Row(str(english), get_edit_url(translated or english), is_translated)


def edit_translation(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Return the editor if the page or row is a translation that is synchronized; otherwise None.

    For the hooks `before_edit_page` and `before_edit_snippet`. Wagtail has checked that the user may edit it.
    """
    if not getattr(instance, "translation_key", None) or getattr(instance, "alias_of_id", None):
        return None
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        return None
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
        )
        .select_related("source", "source__locale", "target_locale")
        .first()
    )
    return Editor(request, translation, instance).response() if translation else None
