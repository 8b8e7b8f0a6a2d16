"""Turn the sources that pages hold as a name and an address into rows that pages choose.

Pages and all their revisions are converted, and reviews that were valid stay valid.
"""

import json
import re

import wagtail.fields
from django.db import migrations
from django.utils.text import slugify
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from pages.clinical_text import fingerprint
from pages.models.source import normalize_url

CLINICAL_FIELDS = {
    "ConditionPage": ("title", "other_names", "introduction", "body", "sources", "introduction_heading"),
    "TreatmentPage": ("title", "other_names", "introduction", "body", "sources"),
    "StandardPage": (),
}
NEW_FIELD = StreamField([("source", SnippetChooserBlock("pages.Source"))])


class WithNewSources:
    """A page type whose field `sources` is the new one; the other fields are those of `model`."""

    def __init__(self, model):
        self.model = model
        self._meta = self

    def get_field(self, name):
        return NEW_FIELD if name == "sources" else self.model._meta.get_field(name)


def choose_sources(apps, schema_editor):
    for name, fields in CLINICAL_FIELDS.items():
        model = apps.get_model("pages", name)
        for page in model.objects.order_by("pk").iterator():
            convert_page(apps, page, fields)
    convert_translations(apps)


def convert_page(apps, page, fields):
    """Convert the page's row and its revisions, and the fingerprints of the texts that were reviewed."""
    model = type(page)
    Revision = apps.get_model("wagtailcore", "Revision")
    revisions = Revision.objects.filter(
        content_type__app_label="pages", content_type__model=model._meta.model_name, object_id=str(page.pk)
    )
    names = {*fields, "sources"}
    content = {name: model._meta.get_field(name).value_to_string(page) for name in names}
    new_fingerprints = {}

    def convert(content):
        old = fields and fingerprint(model, fields, content)
        content["sources"] = json.dumps(choose(apps, json.loads(content.get("sources") or "[]")))
        if fields:
            new_fingerprints[old] = fingerprint(WithNewSources(model), fields, content)

    convert(content)
    converted = list(revisions.order_by("pk"))
    for revision in converted:
        convert(revision.content)
    for revision in converted:
        reviewed = revision.content.get("reviewed_text")
        if reviewed in new_fingerprints:
            revision.content["reviewed_text"] = new_fingerprints[reviewed]
        revision.save(update_fields=["content"])
    values = {"sources": json.loads(content["sources"])}
    if fields:
        values["reviewed_text"] = new_fingerprints.get(page.reviewed_text, page.reviewed_text)
    model.objects.filter(pk=page.pk).update(**values)


def choose(apps, blocks):
    """Return the blocks with the key of a row instead of a name and an address; a row that is there twice, once."""
    chosen, keys = [], set()
    for block in blocks:
        value = block["value"]
        pk = value if isinstance(value, int) else row_with_address(apps, value["name"], value["url"]).pk
        if pk not in keys:
            keys.add(pk)
            chosen.append({**block, "value": pk})
    return chosen


def row_with_address(apps, name, url):
    Source = apps.get_model("pages", "Source")
    normalized = normalize_url(url)
    row = Source.objects.filter(normalized_url=normalized).first()
    if row:
        return row
    publisher, colon, title = name.partition(": ")
    if not colon or len(publisher) > 160:
        publisher, title = "", name
    return Source.objects.create(
        key=free_key(Source, name), publisher=publisher, title=title[:255], url=url, normalized_url=normalized
    )


def free_key(Source, name):
    key = slugify(re.sub(r"\W+", "-", name))[:70].strip("-") or "source"
    number, free = 1, key
    while Source.objects.filter(key=free).exists():
        number += 1
        free = f"{key}-{number}"
    return free


def convert_translations(apps):
    """Convert what wagtail-localize keeps of the pages. Sources are no longer translated: their segments go."""
    TranslationSource = apps.get_model("wagtail_localize", "TranslationSource")
    of_pages = TranslationSource.objects.filter(
        specific_content_type__app_label="pages",
        specific_content_type__model__in=[name.lower() for name in CLINICAL_FIELDS],
    )
    for source in of_pages:
        content = json.loads(source.content_json)
        content["sources"] = json.dumps(choose(apps, json.loads(content.get("sources") or "[]")))
        source.content_json = json.dumps(content)
        source.save(update_fields=["content_json"])
        contexts = apps.get_model("wagtail_localize", "TranslationContext").objects.filter(
            object_id=source.object_id, path__startswith="sources."
        )
        for name in ("StringSegment", "OverridableSegment", "StringTranslation", "SegmentOverride"):
            apps.get_model("wagtail_localize", name).objects.filter(context__in=contexts).delete()
        contexts.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0010_add_shared_rows'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
    ]

    operations = [
        migrations.RunPython(choose_sources, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='conditionpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 0)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('pages.Source',), {'icon': 'doc-full', 'label': 'Source'})}, help_text='The public sources of the medical facts, shown at the end of the page.', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='standardpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 0)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('pages.Source',), {'icon': 'doc-full', 'label': 'Source'})}, help_text='The public sources of the medical facts, shown at the end of the page.', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='treatmentpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 0)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('pages.Source',), {'icon': 'doc-full', 'label': 'Source'})}, help_text='The public sources of the medical facts, shown at the end of the page.', verbose_name='sources'),
        ),
    ]
