"""Copy the texts on every page from the main location to the home pages, in each language.

Copies to the published rows, to the revisions, and to the records of wagtail-localize, so that nothing is lost when a
draft is published and nothing is translated twice. Without a home page that names a main location, nothing is copied.
"""

import json

from django.conf import settings
from django.db import migrations

SYNCHRONIZED = ("clinic_name", "connect_links")
TRANSLATED = ("call_line", "referral_heading", "referral_text", "newsletter_heading", "newsletter_text")
FIELDS = (*SYNCHRONIZED, *TRANSLATED)
NO_REVISION = 0


def copy_site_text(apps, schema_editor):
    HomePage = apps.get_model("home", "HomePage")
    homes = HomePage.objects.filter(main_location__isnull=False).select_related("locale", "main_location__locale")
    by_key = {}
    for home in sorted(homes, key=lambda home: (home.locale.language_code != settings.LANGUAGE_CODE, home.path)):
        by_key.setdefault(home.translation_key, home.main_location)
    for home_key, location in by_key.items():
        source = find_translation(location, settings.LANGUAGE_CODE) or location
        for home in HomePage.objects.filter(translation_key=home_key).select_related("locale"):
            copy_to_home(apps, home, source)
        copy_translations(apps, home_key, source)
    remove_segments(apps)


def copy_to_home(apps, home, source):
    """Write the texts to the home page's row and to its revisions."""
    is_source = home.locale_id == source.locale_id
    location = source if is_source else find_translation(source, home.locale.language_code)
    published = texts_for_home(published_texts(location), published_texts(source), location, is_source)
    fields = {name: home._meta.get_field(name) for name in FIELDS}
    row = {name: fields[name].to_python(value) for name, value in published.items()}
    type(home).objects.filter(pk=home.pk).update(**row)
    draft = published
    if home.has_unpublished_changes:
        draft = texts_for_home(latest_texts(apps, location), latest_texts(apps, source), location, is_source)
    for revision in revisions(apps, home):
        texts = draft if revision.pk == home.latest_revision_id else published
        revision.content = {**texts, **revision.content}
        revision.save(update_fields=["content"])
    if is_source:
        keep_staff_edits_from_the_seed(apps, home, source, published)


def texts_for_home(own, source, location, is_source):
    """Return the texts for a home page by field, as revisions store them.

    `own` are the texts of the location in the home page's language. They count only if that location is published. A
    text that equals the English one is not translated: the home page gets "" for it, and shows no English text.
    """
    if is_source:
        return dict(source)
    if location is None or not location.live or location.alias_of_id:
        own = {name: source[name] for name in SYNCHRONIZED}
    translated = {name: own.get(name, "") for name in TRANSLATED}
    return {
        **{name: own[name] for name in SYNCHRONIZED},
        **{name: "" if text == source[name] else text for name, text in translated.items()},
    }


def published_texts(location):
    """Return the texts in the location's row, as revisions store them."""
    return {name: location._meta.get_field(name).value_to_string(location) for name in FIELDS} if location else {}


def latest_texts(apps, location):
    """Return the texts in the location's unpublished draft; those in its row if it has no draft."""
    texts = published_texts(location)
    if location is not None and location.has_unpublished_changes:
        content = apps.get_model("wagtailcore", "Revision").objects.get(pk=location.latest_revision_id).content
        texts |= {name: content[name] for name in FIELDS if content.get(name) is not None}
    return texts


def revisions(apps, page):
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="home", model="homepage")
    Revision = apps.get_model("wagtailcore", "Revision")
    return Revision.objects.filter(content_type=content_type, object_id=str(page.pk))


def find_translation(location, language_code):
    translations = type(location).objects.filter(translation_key=location.translation_key)
    return translations.filter(locale__language_code=language_code).select_related("locale").first()


def keep_staff_edits_from_the_seed(apps, home, location, texts):
    """Mark the home page as edited if staff edited these texts on the location: the seed then leaves them alone."""
    SeededPage = apps.get_model("home", "SeededPage")
    Revision = apps.get_model("wagtailcore", "Revision")
    record = SeededPage.objects.filter(page_id=location.pk).first()
    seeded = record and Revision.objects.filter(pk=record.revision_id).first()
    if not seeded or any(plain(seeded.content.get(name, "")) != plain(texts[name]) for name in FIELDS):
        SeededPage.objects.filter(page_id=home.pk).update(revision_id=NO_REVISION)


def plain(text):
    """Return the value to compare: the links without regard to how their JSON is written."""
    return json.loads(text) if text.startswith("[") else text


def copy_translations(apps, home_key, location):
    """Copy wagtail-localize's records about the texts: translations, overrides, source content and segments."""
    TranslationContext = apps.get_model("wagtail_localize", "TranslationContext")
    contexts = TranslationContext.objects.filter(object_id=location.translation_key, path__in=FIELDS)
    copies = {context.pk: copy_context(apps, home_key, context) for context in contexts}
    copy_rows(apps.get_model("wagtail_localize", "StringTranslation"), copies)
    copy_rows(apps.get_model("wagtail_localize", "SegmentOverride"), copies)
    TranslationSource = apps.get_model("wagtail_localize", "TranslationSource")
    of_home = TranslationSource.objects.filter(object_id=home_key, locale_id=location.locale_id).first()
    if of_home is None:
        return
    of_location = TranslationSource.objects.filter(
        object_id=location.translation_key, locale_id=location.locale_id
    ).first()
    texts = published_texts(location)
    if of_location:
        content = json.loads(of_location.content_json)
        texts |= {name: content[name] for name in FIELDS if content.get(name) is not None}
        copy_segments(apps, of_location, of_home, copies)
    of_home.content_json = json.dumps({**texts, **json.loads(of_home.content_json)})
    of_home.save(update_fields=["content_json"])


def copy_context(apps, home_key, context):
    """Return the home page's context with the same path, which has the same `path_id`."""
    TranslatableObject = apps.get_model("wagtail_localize", "TranslatableObject")
    TranslatableObject.objects.get_or_create(
        translation_key=home_key, defaults={"content_type_id": context.object.content_type_id}
    )
    values = {"path": context.path, "field_path": context.field_path}
    found, _created = type(context).objects.get_or_create(
        object_id=home_key, path_id=context.path_id, defaults=values
    )
    return found


def copy_rows(model, contexts):
    """Copy the rows of these contexts to the home page's contexts; a row that is there already is left alone."""
    for row in model.objects.filter(context_id__in=contexts):
        key = {"locale_id": row.locale_id, "context": contexts[row.context_id]}
        if hasattr(row, "translation_of_id"):
            key["translation_of_id"] = row.translation_of_id
        if not model.objects.filter(**key).exists():
            row.pk, row.context = None, key["context"]
            row.save(force_insert=True)


def copy_segments(apps, of_location, of_home, contexts):
    """Copy the segments, except texts that are not translated into each of the home page's languages.

    Readers do not see a page with an untranslated text. Those texts get their segments with the next synchronization.
    """
    StringTranslation = apps.get_model("wagtail_localize", "StringTranslation")
    Translation = apps.get_model("wagtail_localize", "Translation")
    locales = set(Translation.objects.filter(source=of_home).values_list("target_locale_id", flat=True))
    for segment in of_location.stringsegment_set.filter(context_id__in=contexts):
        translated = StringTranslation.objects.filter(
            translation_of_id=segment.string_id, context_id=segment.context_id, has_error=False
        )
        if locales <= set(translated.values_list("locale_id", flat=True)):
            copy_segment(segment, of_home, contexts)
    for segment in of_location.overridablesegment_set.filter(context_id__in=contexts):
        copy_segment(segment, of_home, contexts)


def copy_segment(segment, of_home, contexts):
    segment.pk, segment.source, segment.context = None, of_home, contexts[segment.context_id]
    segment.save(force_insert=True)


def remove_segments(apps):
    """Delete the segments of these fields from all locations: their fields are about to be removed."""
    for name in ("StringSegment", "OverridableSegment"):
        segments = apps.get_model("wagtail_localize", name).objects.filter(
            source__specific_content_type__app_label="pages",
            source__specific_content_type__model="locationpage",
            context__path__in=FIELDS,
        )
        segments.delete()


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0003_add_site_text"),
        ("pages", "0006_add_newsletter_offer"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(copy_site_text, migrations.RunPython.noop)]
