"""Check rules for every page type and every block, including new ones."""

import pytest
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields

from pages.blocks import ConditionBodyBlock, GeneralBodyBlock, TreatmentBodyBlock
from pages.blocks.base import ProseSectionBlock, TermSectionBlock
from pages.models import BasePage, IllustratedMixin
from pages.models.sources import SourcesMixin
from pages.page_types import page_types
from tests.factories import make_person
from tests.html import soup

PAGE_TYPES = sorted(page_types(BasePage), key=lambda model: model.__name__)
WAGTAIL_FIELDS = {field.name for field in Page._meta.get_fields()}


def streams():
    """Return pairs of page type and field, for each stream field."""
    return [
        (model, field) for model in PAGE_TYPES for field in model._meta.local_fields if isinstance(field, StreamField)
    ]


def nested(block):
    """Yield the block and all blocks inside it, but not those inside Wagtail's image block."""
    yield block
    if isinstance(block, ImageBlock):
        return
    children = (
        getattr(block, "child_blocks", {}).values() if not isinstance(block, blocks.ListBlock) else [block.child_block]
    )
    for child in children:
        yield from nested(child)


def violations(name, rules):
    """Return a line for each broken rule; `rules` maps the text of a rule to whether it is kept."""
    return [f"{name}: {rule}" for rule, is_kept in rules.items() if not is_kept]


def is_template(name):
    """Return whether a template of this name can be loaded."""
    try:
        get_template(name)
    except (TemplateDoesNotExist, TemplateSyntaxError):
        return False
    return True


SECTIONS = {
    f"{model.__name__}.{field.name}.{name}": block
    for model, field in streams()
    for name, block in field.stream_block.child_blocks.items()
    if not isinstance(block, SnippetChooserBlock)  # it only chooses a row, which includes/sources.html shows
}
# Base classes of blocks that look the same and share one template.
SHARED = (ProseSectionBlock, TermSectionBlock)
BLOCKS = {
    f"{section}:{type(block).__name__}.{block.name}": block
    for section, top in SECTIONS.items()
    for block in nested(top)
}


@pytest.mark.parametrize("model", PAGE_TYPES)
class TestEveryPageType:
    def test_has_parent_types_subpage_types_and_description(self, model):
        own = vars(model)
        assert "parent_page_types" in own
        assert "subpage_types" in own
        assert model.get_page_description()
        assert model._meta.verbose_name
        assert model.__doc__.strip().endswith(".")

    def test_template_is_at_wagtails_default_path(self, model):
        assert get_template(model.template).origin.name.endswith(f"templates/{model.template}")

    def test_indexes_title_names_and_text(self, model):
        indexed = {field.field_name for field in model.search_fields if isinstance(field, index.AutocompleteField)}
        assert {"title", "other_names_list", "names_not_shown"} <= indexed
        of_model = {field.name for owner, field in streams() if owner is model and field.name == "body"}
        assert {"introduction", *of_model} <= set(model.searched_fields)

    def test_fields_have_a_help_text_unless_the_label_is_obvious(self, model):
        fields = [field for field in model._meta.local_fields if field.editable and not field.remote_field]
        obvious = {
            "phone",
            "fax",
            "street_address",
            "city",
            "state",
            "postal_code",
            "country",
            "body",
            "clinic_name",
            "referral_heading",
        }
        unexplained = {field.name for field in fields if not field.help_text} - obvious
        assert unexplained == set()

    def test_every_field_is_translatable_or_synchronized(self, model):
        decided = {field.field_name: type(field) for field in get_translatable_fields(model)}
        own = {f.name for f in model._meta.local_fields if f.editable and not f.name.endswith("_ptr")}
        assert own <= set(decided)

    def test_text_is_never_null(self, model):
        texts = ("CharField", "TextField", "RichTextField")
        assert [f.name for f in model._meta.local_fields if f.get_internal_type() in texts and f.null] == []

    def test_form_opens_in_the_admin(self, model, editor_client):
        page = model.objects.first() or make_person()
        parent = page.get_parent()
        edit = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert edit.status_code == 200
        if model.max_count_per_parent is None and "home" not in model._meta.app_label:
            add = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
            assert editor_client.get(add).status_code == 200

    def test_draft_can_be_viewed_before_it_is_published(self, model, editor_client):
        page = model.objects.first() or make_person()
        assert editor_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


@pytest.mark.slow
def test_section_has_description_and_preview(editor_client):
    wrong = []
    for name, block in SECTIONS.items():
        key = name.rpartition(".")[2]
        shared = [base._meta_class.template for base in SHARED if isinstance(block, base)]
        rules = {
            "has an icon": block.meta.icon != "placeholder",
            "has a label": bool(block.meta.label),
            "has a description that is a sentence": str(block.get_description()).endswith("."),
            "has the template named as its key, or that of its base class": block.meta.template
            in (*shared, f"blocks/{key}.html"),
            "has the class named as its key": type(block).__name__ == f"{key.title().replace('_', '')}Block",
            "has a template that loads": is_template(block.meta.template),
        }
        if rules["has a template that loads"]:
            response = editor_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
            page = soup(response)
            rules |= {
                "can be previewed": block.is_previewable and response.status_code == 200,
                "is previewed with the site's style sheet": bool(page.select_one("link[href*='css/site']")),
                "is previewed with a text": bool(page.main) and len(page.main.get_text(strip=True)) > 5,
            }
        wrong += violations(name, rules)
    assert wrong == []


def test_block_allows_only_listed_rich_text_features_and_no_raw_html():
    allowed = {"bold", "italic", "link", "ol", "ul", "document-link"}
    wrong = []
    for name, block in BLOCKS.items():
        rules = {"is no raw HTML block": not isinstance(block, blocks.RawHTMLBlock)}
        if isinstance(block, blocks.RichTextBlock):
            rules["lists its features"] = bool(block.features)
            rules["has only features of the list"] = set(block.features or ()) <= allowed
        wrong += violations(name, rules)
    assert wrong == []


def test_block_is_safe_for_the_translation_editor_and_for_migrations():
    """The translation editor fails on a text that is None; migrations hold the paths of other block classes."""
    wrong = []
    for name, block in BLOCKS.items():
        rules = {}
        if isinstance(block, blocks.CharBlock | blocks.TextBlock) and not block.required:
            rules["has an empty text as default"] = block.get_default() == ""
        if type(block).__module__.startswith(("pages.", "home.")):
            serializable = blocks.StructBlock | blocks.StreamBlock | blocks.ChoiceBlock
            in_migrations = block.deconstruct()[0]
            rules["is a StructBlock, StreamBlock or ChoiceBlock"] = isinstance(
                block, serializable
            ) or in_migrations.startswith("wagtail.")
        wrong += violations(name, rules)
    assert wrong == []


def test_violations_names_the_block_and_the_broken_rule():
    assert violations("Page.body.text", {"has an icon": True, "has a label": False}) == ["Page.body.text: has a label"]
    assert len(BLOCKS) > len(SECTIONS) > 35


def test_condition_has_the_sections_of_the_source_text():
    assert ConditionBodyBlock.at_most_once == (
        "causes",
        "clinical_presentation",
        "effects",
        "diagnosis",
        "prognosis",
        "self_care",
        "treatment_options",
        "appointment",
        "closing",
    )
    assert set(ConditionBodyBlock().child_blocks) == {
        *ConditionBodyBlock.at_most_once,
        *GeneralBodyBlock().child_blocks,
    }
    assert "care_card" in TreatmentBodyBlock().child_blocks


def test_editor_can_add_only_allowed_subpages(editor_client, page_at):
    response = editor_client.get(reverse("wagtailadmin_pages:add_subpage", args=[page_at("conditions-we-treat").pk]))
    assert response["Location"].startswith("/admin/pages/add/pages/conditionpage/")


def test_fields_are_translated_or_synchronized_as_listed():
    kinds = {
        (model.__name__, field.field_name): type(field).__name__
        for model in PAGE_TYPES
        for field in get_translatable_fields(model)
        if field.field_name not in WAGTAIL_FIELDS
    }
    synchronized = {key for key, kind in kinds.items() if kind == SynchronizedField.__name__}
    translated = {key for key, kind in kinds.items() if kind == TranslatableField.__name__}
    independent = set(kinds) - synchronized - translated
    assert independent == {("PersonPage", "user")}
    assert synchronized == {
        *((model.__name__, "search_words") for model in PAGE_TYPES),
        *((model.__name__, "sources") for model in page_types(SourcesMixin)),
        ("ConditionPage", "body_areas"),
        ("ConditionPage", "frequency"),
        ("ConditionPage", "main_areas"),
        ("ConditionPage", "region"),
        ("FormPage", "is_acknowledged"),
        ("FormPage", "is_at_foot"),
        ("FormPage", "notified"),
        ("FormPage", "replies_by_mail"),
        ("FormPage", "retention_days"),
        ("HomePage", "clinic_name"),
        ("HomePage", "closure_days"),
        ("HomePage", "connect_links"),
        ("HomePage", "language_help"),
        ("HomePage", "main_location"),
        ("HomePage", "referral_form"),
        *((model.__name__, "illustration") for model in page_types(IllustratedMixin)),
        ("LocationPage", "city"),
        ("LocationPage", "country"),
        ("LocationPage", "fax"),
        ("LocationPage", "hours"),
        ("LocationPage", "observed_holidays"),
        ("LocationPage", "latitude"),
        ("LocationPage", "longitude"),
        ("LocationPage", "phone"),
        ("LocationPage", "photo"),
        ("LocationPage", "postal_code"),
        ("LocationPage", "state"),
        ("LocationPage", "street_address"),
        *(
            ("PersonPage", name)
            for name in ("credentials", "is_physician", "photo", "languages", "conditions", "treatments", "locations")
        ),
        ("StandardPage", "contact_phone"),
        ("StandardPage", "coordinator_email"),
        ("StandardPage", "coordinator_phone"),
        ("StandardPage", "effective_on"),
        ("StandardPage", "is_notice"),
        ("TreatmentPage", "driver"),
        ("TreatmentPage", "image_guidance"),
        ("TreatmentPage", "kind"),
        ("TreatmentPage", "sedation"),
    }
