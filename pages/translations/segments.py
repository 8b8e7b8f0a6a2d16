"""Write the segments of a page: the texts, links and rows that wagtail-localize translates one by one."""

import json
from collections.abc import Callable, Hashable, Iterable
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from pages.localize_private import field_path, hash_of_path, hash_of_template, hash_of_text

SEGMENTS = {
    StringSegmentValue: StringSegment,
    TemplateSegmentValue: TemplateSegment,
    RelatedObjectSegmentValue: RelatedObjectSegment,
    OverridableSegmentValue: OverridableSegment,
}


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Write the segments of the source, and delete those that it no longer has.

    Does the same as `TranslationSource.refresh_segments` with about twelve queries instead of eight for each segment.
    """
    instance = source.as_instance()
    values = extract_segments(instance)
    contexts = _contexts(source, instance, {value.path for value in values})
    strings = _strings(source, values)
    templates = _templates(values)

    def target(value: Any) -> dict[str, Any]:
        if isinstance(value, StringSegmentValue):
            return {"string_id": strings[value.string.data], "attrs": _json(value.attrs)}
        if isinstance(value, TemplateSegmentValue):
            return {"template_id": templates[hash_of_template(value)]}
        if isinstance(value, RelatedObjectSegmentValue):
            names = {"content_type": value.content_type, "translation_key": value.translation_key}
            return {"object_id": TranslatableObject.objects.get_or_create(**names)[0].pk}
        return {"data_json": _json(value.data)}

    wanted: dict[type[Model], list[Model]] = {model: [] for model in SEGMENTS.values()}
    for value in values:
        model = SEGMENTS[type(value)]
        segment = model(source=source, context_id=contexts[value.path], order=value.order, **target(value))
        wanted[model].append(segment)
    for model, segments in wanted.items():
        _replace(model, source, segments)


def _replace(model: Any, source: TranslationSource, segments: list[Model]) -> None:
    """Store these segments of the source. Rows that are the same are kept."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key and field.name != "source"]

    def key(segment: Model) -> Hashable:
        return tuple(getattr(segment, name) for name in names)

    existing = {key(segment): segment.pk for segment in model.objects.filter(source=source)}
    wanted = {key(segment): segment for segment in segments}
    model.objects.filter(pk__in=[pk for one, pk in existing.items() if one not in wanted]).delete()
    model.objects.bulk_create(segment for one, segment in wanted.items() if one not in existing)


def _contexts(source: TranslationSource, instance: Model, paths: set[str]) -> dict[str, int]:
    """Return the keys of the contexts of these paths, by path. Creates those that are missing."""

    def read() -> dict[str, TranslationContext]:
        found = TranslationContext.objects.filter(object_id=source.object_id, path_id__in=map(hash_of_path, paths))
        return {context.path: context for context in found}

    def create(missing: Iterable[str]) -> list[TranslationContext]:
        return [
            TranslationContext(
                object_id=source.object_id, path=path, path_id=hash_of_path(path), field_path=field_path(instance, path)
            )
            for path in missing
        ]

    contexts = _read_or_create(TranslationContext, paths, read, create)
    without = [context for context in contexts.values() if not context.field_path]
    for context in without:
        context.field_path = field_path(instance, context.path)
    TranslationContext.objects.bulk_update(without, ["field_path"])
    return {path: context.pk for path, context in contexts.items()}


def _strings(source: TranslationSource, values: Iterable[Any]) -> dict[str, int]:
    """Return the keys of the texts in the memory of translations, by text. Creates those that are missing."""
    texts = {value.string.data for value in values if isinstance(value, StringSegmentValue)}

    def read() -> dict[str, String]:
        found = String.objects.filter(locale_id=source.locale_id, data_hash__in=map(hash_of_text, texts))
        return {string.data: string for string in found}

    def create(missing: Iterable[str]) -> list[String]:
        return [String(locale_id=source.locale_id, data=text, data_hash=hash_of_text(text)) for text in missing]

    return {text: string.pk for text, string in _read_or_create(String, texts, read, create).items()}


def _templates(values: Iterable[Any]) -> dict[UUID, int]:
    """Return the keys of the templates of rich text, by their hash. Creates those that are missing."""
    by_hash = {hash_of_template(value): value for value in values if isinstance(value, TemplateSegmentValue)}

    def read() -> dict[UUID, Template]:
        return {template.uuid: template for template in Template.objects.filter(uuid__in=by_hash)}

    def create(missing: Iterable[UUID]) -> list[Template]:
        return [
            Template(
                uuid=one,
                template=by_hash[one].template,
                template_format=by_hash[one].format,
                string_count=by_hash[one].string_count,
            )
            for one in missing
        ]

    return {one: template.pk for one, template in _read_or_create(Template, set(by_hash), read, create).items()}


def _read_or_create(model: Any, keys: set, read: Callable[[], dict], create: Callable[[Iterable], list]) -> dict:
    """Return the rows by their key; `create` makes those that `read` did not find."""
    found = read() if keys else {}
    if missing := [key for key in keys if key not in found]:
        # Another process may create the same rows now.
        model.objects.bulk_create(create(missing), ignore_conflicts=True)
        found = read()
    return found


def _json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder)
