"""The values of a page that are the same in every language unless staff choose another one: search words, pictures.

Links to pages are left out: the site itself leads to the page in the reader's language.
"""

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.blocks import ChooserBlock
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from pages.translation_admin.places import Place, find_place

QUOTED_LINK = ".'"  # the path of a link in a rich text ends with its quoted address


@dataclass
class Override:
    """A value of the English page with the one that replaces it in the translation, if any."""

    segment: OverridableSegment
    place: Place
    stored: SegmentOverride | None

    @property
    def name(self) -> str:
        """The name of its input."""
        return f"override-{self.segment.pk}"

    @property
    def model(self) -> type[models.Model] | None:
        """The model of which a row is chosen, or None for a text."""
        holder = self.place.holder
        if isinstance(holder, models.ForeignKey):
            return holder.related_model
        return holder.model_class if isinstance(holder, ChooserBlock) else None

    @property
    def english(self) -> str:
        """The English value: a text, or the name of the row, "" if the row has been deleted."""
        if self.model is None:
            return str(self.segment.data or "")
        row = self.model._default_manager.filter(pk=self.segment.data).first()
        return str(row) if row else ""

    @property
    def value(self) -> Any:
        """The value in the translation, or None. A row that has been deleted counts as none."""
        if self.stored is None:
            return None
        data = self.stored.data
        if self.model is not None and not self.model._default_manager.filter(pk=data).exists():
            return None
        return data

    def form_field(self) -> forms.Field:
        """Return the field with which staff choose or write the value."""
        if self.model is None:
            rows = str(self.segment.data or "").count("\n") + 1
            widget = forms.Textarea(attrs={"rows": min(rows, 12), "lang": "es"})
            field: forms.Field = forms.CharField(widget=widget)
        elif isinstance(self.place.holder, models.Field):
            field = formfield_for_dbfield(self.place.holder)
        else:
            field = deepcopy(self.place.holder.field)
        field.label, field.required = self.place.labels[-1], False
        return field


def overrides_of_translation(translation: Translation) -> list[Override]:
    """Return the values that staff can replace, in the order of the page."""
    instance = translation.source.as_instance()
    segments = OverridableSegment.objects.filter(source=translation.source).select_related("context").order_by("order")
    stored = {
        row.context_id: row
        for row in SegmentOverride.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale_id
        )
    }
    found = (_override(instance, segment, stored.get(segment.context_id)) for segment in segments)
    return [override for override in found if override]


def _override(instance: Any, segment: OverridableSegment, stored: SegmentOverride | None) -> Override | None:
    path = segment.context.path
    if QUOTED_LINK in path:
        outer = path.partition(QUOTED_LINK)[0]
        return Override(segment, Place((*_find(instance, outer).labels, str(segment.data)), None), stored)
    place = _find(instance, path)
    override = Override(segment, place, stored)
    is_page = override.model is not None and issubclass(override.model, Page)
    return None if place.holder is None or (is_page and not stored) else override


def _find(instance: Any, path: str) -> Place:
    try:
        return find_place(instance, path)
    except (KeyError, StopIteration, IndexError, FieldDoesNotExist, ObjectDoesNotExist):
        return Place((path.partition(".")[0],), None)


class OverridesForm(forms.Form):
    """A form with a field for each value that staff can replace. An empty field takes over the English value."""

    def __init__(self, overrides: list[Override], data: Any = None) -> None:
        super().__init__(data, initial={one.name: one.value for one in overrides})
        self.overrides = overrides
        for one in overrides:
            self.fields[one.name] = one.form_field()

    def rows(self) -> list[tuple[Override, forms.BoundField]]:
        """Return each override with its field."""
        return [(one, self[one.name]) for one in self.overrides]

    def write(self, translation: Translation, user: AbstractBaseUser | AnonymousUser) -> int:
        """Store the values that have changed, and return their number."""
        changed = [one for one in self.overrides if one.name in self.changed_data]
        for one in changed:
            value = self.cleaned_data[one.name]
            key = {"context_id": one.segment.context_id, "locale_id": translation.target_locale_id}
            if not value:
                SegmentOverride.objects.filter(**key).delete()
                continue
            data = value.pk if isinstance(value, models.Model) else value.replace("\r\n", "\n")
            values = {"data_json": json.dumps(data), "last_translated_by": user, "has_error": False, "field_error": ""}
            SegmentOverride.objects.update_or_create(**key, defaults=values)
        return len(changed)
