"""Keep the record of a form (`Form` and `KnownField` rows) up to date when its pages are published or removed."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from forms.inbox.models import Form, KnownField
from pages.languages import is_source_language
from pages.placeholders import Filler
from pages.site_context import SiteContext

if TYPE_CHECKING:
    from forms.form_pages.models import FormPage

RECORDED_FIELDS = ("retention_days", "notified", "is_acknowledged", "replies_by_mail")


def form_of(page: "FormPage") -> Form:
    """Return the record of the page's form; write it first if the page was never published through Wagtail."""
    return Form.objects.filter(key=page.translation_key).first() or record(page)


def record(page: "FormPage") -> Form:
    """Write what the page says about its form and its fields, and return the form.

    The page in the site's source language decides. A translation decides only if there is no such page.
    """
    if not _decides(page) and (form := Form.objects.filter(key=page.translation_key).first()):
        Form.objects.filter(pk=form.pk).update(is_open=True)
        return form
    values = {name: getattr(page, name) for name in RECORDED_FIELDS}
    form, _created = Form.objects.update_or_create(
        key=page.translation_key, defaults={**values, "name": page.title, "is_open": True}
    )
    _record_fields(page, form)
    return form


def _decides(page: "FormPage") -> bool:
    is_source = is_source_language(page.locale.language_code)
    return is_source or not page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).exists()


def _record_fields(page: "FormPage", form: Form) -> None:
    keys, filler = [], Filler(SiteContext().facts)
    recorded = dict(form.fields.values_list("key", "choices"))
    for position, field in enumerate(page.form_fields.all()):
        keys.append(field.clean_name)
        KnownField.objects.update_or_create(
            form=form,
            key=field.clean_name,
            defaults={
                "label": filler.plain(field.label),
                "field_type": field.field_type,
                "meaning": field.meaning,
                "position": position,
                "choices": choice_values(field.choice_pairs(), recorded.get(field.clean_name, {})),
                "is_removed": False,
            },
        )
    form.fields.exclude(key__in=keys).update(is_removed=True)


def choice_values(pairs: list[tuple[str, str]], recorded: dict[str, str]) -> dict[str, str]:
    """Return the value of each choice by its key: of the recorded choices, and of the new ones among `pairs`.

    The value of a choice is its first published label. It differs from the values of the other present choices, and
    may be that of a removed one.
    """
    values = dict(recorded)
    taken = {recorded[key] for key, _label in pairs if key in recorded}
    for key, label in pairs:
        if key in values:
            continue
        value, number = label, 1
        while value in taken:
            number += 1
            value = f"{label} ({number})"
        values[key] = value
        taken.add(value)
    return values


def record_published(sender: type["FormPage"], instance: "FormPage", **kwargs: Any) -> None:
    """Record the form (receiver of Wagtail's `page_published`)."""
    record(instance)


def record_closed(sender: type["FormPage"], instance: "FormPage", **kwargs: Any) -> None:
    """Record whether a page of the form is still public (receiver of `page_unpublished` and `post_delete`)."""
    is_open = sender.objects.live().filter(translation_key=instance.translation_key).exists()
    Form.objects.filter(key=instance.translation_key).update(is_open=is_open)
