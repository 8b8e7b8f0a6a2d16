"""The drawing of a condition or treatment is a figure: numbered marks, what each shows, and a caption."""

from itertools import pairwise

import pytest
from django.utils import translation

from pages.figures import FIGURES
from pages.figures.figure import BOTTOM, GAP, SIZE, TOP, Figure, Label
from pages.illustrations import ILLUSTRATIONS
from pages.models import ConditionPage, TreatmentPage
from tests.factories import make_condition
from tests.html import soup
from tests.translations import translate

MOST_LETTERS = 110


def labels(part):
    """Return the texts of the list below a drawing."""
    return [item.get_text(strip=True) for item in part.select(".figure__labels li")]


def test_figures_are_of_drawings_that_exist():
    assert set(FIGURES) <= set(ILLUSTRATIONS)


def test_figure_has_two_to_five_short_labels_at_points_of_the_drawing():
    for name, figure in FIGURES.items():
        assert len(figure.labels) in range(2, 6), name
        for label in figure.labels:
            assert max(abs(label.x - SIZE / 2), abs(label.y - SIZE / 2)) < SIZE / 2, label.text
            assert len(str(label.text)) <= MOST_LETTERS, label.text


def test_every_label_has_its_mark_and_no_mark_covers_another():
    for name, figure in FIGURES.items():
        assert [mark.number for mark in figure.marks] == list(range(1, len(figure.labels) + 1)), name
        assert [(mark.point_x, mark.point_y) for mark in figure.marks] == [label[:2] for label in figure.labels], name
        for side in {mark.x for mark in figure.marks}:
            heights = sorted(mark.y for mark in figure.marks if mark.x == side)
            assert min(heights) >= TOP, name
            assert max(heights) <= BOTTOM, name
            assert all(below - above >= GAP for above, below in pairwise(heights)), name


def test_marks_near_the_edge_move_back_into_the_drawing():
    figure = Figure("Caption", *(Label(100, height, "Part") for height in (112, 118, 110)))
    assert [mark.y for mark in figure.marks] == [BOTTOM - GAP, BOTTOM, BOTTOM - 2 * GAP]


def test_captions_and_labels_are_translated():
    texts = [text for figure in FIGURES.values() for text in (figure.caption, *(label.text for label in figure.labels))]
    english = [str(text) for text in texts]
    with translation.override("es"):
        spanish = [str(text) for text in texts]
    assert [text for text, before in zip(spanish, english, strict=True) if text == before] == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", [ConditionPage, TreatmentPage])
@pytest.mark.slow
def test_every_condition_and_treatment_shows_a_figure_with_its_labels(client, model):
    for page in model.objects.all():
        shown = soup(client.get(page.get_url())).select_one("figure.figure")
        figure = FIGURES[page.illustration]
        assert labels(shown) == [label.text for label in figure.labels]
        assert [number.get_text() for number in shown.select("text")] == [str(n + 1) for n in range(len(figure.labels))]
        assert shown.svg["role"] == "img"
        assert shown.svg["aria-label"] == f"Drawing: {page.get_illustration_display()}"


@pytest.mark.django_db
@pytest.mark.slow
def test_figure_is_in_the_language_of_the_page(client, home, page_at, mid_back_pain):
    for page in (home, page_at("conditions-we-treat"), mid_back_pain):
        spanish_page = translate(page)
    shown = soup(client.get(spanish_page.get_url())).select_one("figure.figure")
    assert labels(shown)[0] == "Espalda media (columna torácica): donde duele"
    assert shown.svg["aria-label"].startswith("Dibujo: ")


@pytest.mark.django_db
def test_drawing_without_labels_is_shown_as_decoration(client):
    page = make_condition(illustration="ribbon")
    shown = soup(client.get(page.get_url()))
    assert shown.select("figure.figure") == []
    assert shown.select_one(".illustration")["aria-hidden"] == "true"
