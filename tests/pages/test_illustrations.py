"""The site's drawings have one style, editors choose them, and pages and links to pages show them."""

import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from ioipm.settings.environment import BASE_DIR
from pages.illustration_chooser import IllustrationChooser
from pages.illustrations import ILLUSTRATIONS, illustration_choices
from pages.models import ConditionPage, IllustratedMixin, PersonIndexPage, TreatmentPage
from pages.page_types import page_types
from tests.factories import make_condition, make_person, make_treatment
from tests.html import soup
from tests.translations import translate

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
FILES = sorted((BASE_DIR / "static/img/illustrations").iterdir())
SHAPES = {"svg", "g", "path", "circle", "ellipse"}
ATTRIBUTES = {
    *("viewBox", "id", "d", "transform", "cx", "cy", "r", "rx", "ry"),
    *("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
}


def shown(response):
    """Return the names of the drawings on a page, in order."""
    shapes = {BeautifulSoup(file.read_text(), "html.parser").g.decode_contents(): file.stem for file in FILES}
    return [
        svg.use["href"].rpartition("/")[2].removesuffix(".svg#drawing") if svg.use else shapes[svg.g.decode_contents()]
        for svg in soup(response).select(":is(.illustration, .figure__drawing)")
    ]


def test_every_drawing_is_small():
    assert {file.name: file.stat().st_size for file in FILES if not 400 < file.stat().st_size < 4096} == {}


def test_every_drawing_has_the_common_view_box_and_stroke():
    stroke = {"fill": "none", "stroke": "currentColor", "stroke-width": "var(--illustration-line, 2)"}
    stroke |= {"id": "drawing", "stroke-linecap": "round"}
    others = {}
    for file in FILES:
        root = ET.parse(file).getroot()
        found = [{name: drawing.get(name) for name in stroke} for drawing in root]
        if (root.tag, root.get("viewBox"), found) != (f"{SVG}svg", "0 0 120 120", [stroke]):
            others[file.name] = (root.attrib, found)
    assert others == {}


def test_every_drawing_contains_only_shapes_in_two_colors_and_no_references():
    colors = {None, "none", "currentColor", "var(--illustration-accent, #f0b878)"}
    others = {}
    for file in FILES:
        elements = list(ET.parse(file).getroot().iter())
        found = {element.tag.removeprefix(SVG) for element in elements} - SHAPES
        found |= {name for element in elements for name in element.attrib} - ATTRIBUTES
        found |= {element.get(name) for element in elements for name in ("fill", "stroke")} - colors
        if found:
            others[file.name] = found
    assert others == {}


def test_choices_are_the_files():
    assert {file.name for file in FILES} == {f"{name}.svg" for name in ILLUSTRATIONS}


def test_names_and_shapes_of_drawings_are_unique():
    assert len({str(label) for label in ILLUSTRATIONS.values()}) == len(ILLUSTRATIONS)
    assert len({file.read_text(encoding="utf-8") for file in FILES}) == len(FILES)


@pytest.mark.parametrize(("model", "count"), [(ConditionPage, 15), (TreatmentPage, 19)])
def test_every_condition_and_treatment_has_its_own_drawing(model, count):
    chosen = list(model.objects.values_list("illustration", flat=True))
    assert len(chosen) == len(set(chosen)) == count
    assert set(chosen) <= set(ILLUSTRATIONS)


def test_every_page_of_the_menu_has_a_drawing():
    pages = [page for model in page_types(IllustratedMixin) for page in model.objects.filter(show_in_menus=True)]
    assert [page.title for page in pages if not page.illustration] == []
    assert len(pages) > 40


def test_condition_and_treatment_have_no_drawing_in_common():
    conditions, treatments = (
        set(m.objects.values_list("illustration", flat=True)) for m in (ConditionPage, TreatmentPage)
    )
    assert conditions & treatments == set()


@pytest.mark.parametrize("model", page_types(IllustratedMixin), ids=lambda model: model.__name__)
def test_page_shows_its_drawing(client, model):
    if model is PersonIndexPage:
        make_person()  # nobody sees the list while it is empty
    page = model.objects.exclude(illustration="").first()
    assert shown(client.get(page.get_url()))[0] == page.illustration


def test_drawing_without_labels_is_hidden_from_screen_readers(client, page_at):
    drawing = soup(client.get(page_at("patient-resources").get_url())).select_one(".illustration")
    assert drawing["aria-hidden"] == "true"
    assert drawing["focusable"] == "false"
    assert not drawing.use  # it needs no request
    assert "id" not in drawing.g.attrs


def test_condition_page_loads_one_drawing(client, mid_back_pain):
    assert len(shown(client.get(mid_back_pain.get_url()))) == 1


@pytest.mark.parametrize("name", ["", "no-longer-drawn"])
def test_page_without_a_drawing_or_with_an_unknown_one_shows_none(client, name):
    page = make_condition()
    ConditionPage.objects.filter(pk=page.pk).update(illustration=name)
    assert shown(client.get(page.get_url())) == []


def test_lists_of_conditions_and_treatments_show_the_drawing_of_each(client):
    assert set(ConditionPage.objects.values_list("illustration", flat=True)) <= set(
        shown(client.get("/conditions-we-treat/"))
    )
    assert set(TreatmentPage.objects.values_list("illustration", flat=True)) <= set(
        shown(client.get("/treatments-we-provide/"))
    )


@pytest.mark.slow
def test_translation_has_the_drawing_of_the_english_page(home, page_at, mid_back_pain):
    for page in (home, page_at("conditions-we-treat"), mid_back_pain):
        spanish_page = translate(page)
    assert spanish_page.illustration == "back-middle"


def test_unknown_drawing_is_refused():
    page = make_treatment()
    page.illustration = "dragon"
    with pytest.raises(Exception, match="is not a valid choice"):
        page.full_clean()


def test_editor_shows_a_picture_for_each_choice(editor_client, mid_back_pain):
    form = soup(editor_client.get(reverse("wagtailadmin_pages:edit", args=[mid_back_pain.pk])))
    options = form.select(".illustration-chooser input[type=radio]")
    assert [option["value"] for option in options] == ["", *ILLUSTRATIONS]
    assert [option["value"] for option in options if option.has_attr("checked")] == ["back-middle"]
    assert len(form.select(".illustration-chooser img")) == len(ILLUSTRATIONS)
    assert form.select_one(".illustration-chooser label").get_text(strip=True) == "No drawing"


def test_each_picture_has_a_text_label():
    html = IllustrationChooser(choices=[("", "-"), *illustration_choices()]).render("illustration", "knee", {"id": "i"})
    page = BeautifulSoup(html, "html.parser")
    for option in page.select("input"):
        assert page.select_one(f"label[for={option['id']}]").get_text(strip=True)
