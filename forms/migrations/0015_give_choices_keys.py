"""Turn the choices of form fields, one on each line, into blocks, whose identifiers are the keys of the choices.

Form pages, their revisions, and what wagtail-localize keeps of them are converted. A choice has the same key in every
language: translated choices are those on the same lines. The value of a choice is its line in English, as it is in the
messages that were sent.
"""

import json
from html import unescape
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import migrations

CONTEXT_NAMESPACE = UUID("fcab004a-2b50-11ea-978f-2e728ce88125")  # of wagtail_localize.TranslationContext
STRING_NAMESPACE = UUID("59ed7d1c-7eb5-45fa-9c8b-7a7057ed56d7")  # of wagtail_localize.String
LINE_BREAK = "<br/>"


def lines(text):
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def key_of(path, label):
    """Return the key that the seed gives to a choice of the content file at this path."""
    return str(uuid5(NAMESPACE_URL, f"{path}:choice:{label[:200]}"))


def blocks(path, english, translated):
    """Return the blocks of a field. Where a translation has another number of lines, the English words are used."""
    labels = translated if len(translated) == len(english) else english
    return [
        {"type": "choice", "value": label, "id": key_of(path, line)}
        for line, label in zip(english, labels, strict=True)
    ]


def give_keys(apps, schema_editor):
    # Not `FormPage`, whose constructor needs the attributes of the real class.
    of_forms = {"content_type__app_label": "site_forms", "content_type__model": "formpage"}
    pages = list(apps.get_model("wagtailcore", "Page").objects.filter(**of_forms).select_related("locale"))
    fields = {page.pk: list(apps.get_model("site_forms", "FormField").objects.filter(page_id=page.pk)) for page in pages}
    for page in pages:
        original = next((one for one in pages if is_original_of(one, page)), page)
        english = {field.translation_key: lines(field.choice_lines) for field in fields[original.pk]}
        path = "/".join(original.url_path.strip("/").split("/")[1:])
        for field in fields[page.pk]:
            of_field = lines(field.choice_lines)
            field.choices = json.dumps(blocks(path, english.get(field.translation_key, of_field), of_field))
            field.save(update_fields=["choices"])
        convert_revisions(apps, page, path, english)
        if page is original:
            record_values(apps, page, path, fields[page.pk])
            convert_translations(apps, page, path)


def is_original_of(one, page):
    return one.translation_key == page.translation_key and one.locale.language_code == "en"


def convert_revisions(apps, page, path, english):
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="site_forms", content_type__model="formpage", object_id=str(page.pk)
    )
    for revision in revisions.iterator():
        convert_content(revision.content, path, english if page.locale.language_code != "en" else {})
        revision.save(update_fields=["content"])


def convert_content(content, path, english):
    for field in content.get("form_fields", []):
        of_field = lines(field.get("choices") or "")
        first = english.get(UUID(field["translation_key"]), of_field) if field.get("translation_key") else of_field
        field["choices"] = json.dumps(blocks(path, first, of_field))


def record_values(apps, page, path, fields):
    known = apps.get_model("site_forms", "KnownField").objects.filter(form__key=page.translation_key)
    for field in fields:
        values = {key_of(path, line): line for line in lines(field.choice_lines)}
        known.filter(key=field.clean_name).update(choices=values)


def convert_translations(apps, page, path):
    """Convert the source of the page's translations, and replace the text with all choices by a text for each."""
    sources = apps.get_model("wagtail_localize", "TranslationSource").objects.filter(object_id=page.translation_key)
    for source in sources:
        content = json.loads(source.content_json)
        convert_content(content, path, {})
        source.content_json = json.dumps(content)
        source.save(update_fields=["content_json"])
    contexts = apps.get_model("wagtail_localize", "TranslationContext").objects.filter(
        object_id=page.translation_key, path__startswith="form_fields.", path__endswith=".choices"
    )
    for context in contexts:
        split_context(apps, context, path)


def split_context(apps, context, path):
    StringSegment = apps.get_model("wagtail_localize", "StringSegment")
    StringTranslation = apps.get_model("wagtail_localize", "StringTranslation")
    for segment in StringSegment.objects.filter(context=context).select_related("string"):
        english = segment.string.data.split(LINE_BREAK)
        translations = StringTranslation.objects.filter(context=context, translation_of=segment.string)
        parts = [(one, one.data.split(LINE_BREAK)) for one in translations]
        for number, line in enumerate(english):
            own = context_of_choice(apps, context, key_of(path, unescape(line).strip()))
            string = string_of(apps, segment.string.locale_id, line.strip())
            StringSegment.objects.create(
                source_id=segment.source_id, context=own, order=segment.order, string=string, attrs=segment.attrs
            )
            for translation, labels in parts:
                if len(labels) == len(english):
                    copy_translation(StringTranslation, translation, own, string, labels[number].strip())
    StringSegment.objects.filter(context=context).delete()
    StringTranslation.objects.filter(context=context).delete()
    context.delete()


def context_of_choice(apps, context, key):
    own_path = f"{context.path}.{key}"
    own, _created = apps.get_model("wagtail_localize", "TranslationContext").objects.get_or_create(
        object_id=context.object_id,
        path_id=uuid5(CONTEXT_NAMESPACE, own_path),
        defaults={"path": own_path, "field_path": "form_fields.choices.choice"},
    )
    return own


def string_of(apps, locale_id, data):
    string, _created = apps.get_model("wagtail_localize", "String").objects.get_or_create(
        locale_id=locale_id, data_hash=uuid5(STRING_NAMESPACE, data), defaults={"data": data}
    )
    return string


def copy_translation(StringTranslation, translation, context, string, label):
    copied = ("translation_type", "tool_name", "last_translated_by_id", "has_error", "field_error")
    StringTranslation.objects.get_or_create(
        locale_id=translation.locale_id,
        translation_of=string,
        context=context,
        defaults={"data": label} | {name: getattr(translation, name) for name in copied},
    )


class Migration(migrations.Migration):

    dependencies = [
        ('site_forms', '0014_add_choices_with_keys'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
    ]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
