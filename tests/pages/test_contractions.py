"""Spanish headings contract a preposition and the article of the name."""

import pytest
from django.utils.translation import override

from pages.blocks.conditions import CausesBlock
from pages.contractions import contract


@pytest.mark.parametrize(
    ("text", "contracted"),
    [
        ("Causas de el dolor de cuello", "Causas del dolor de cuello"),
        ("Tratamientos para el dolor de cuello", "Tratamientos para el dolor de cuello"),
        ("Frente a el dolor de el cuello", "Frente al dolor del cuello"),
        ("Causas de la ciática", "Causas de la ciática"),
        ("La clínica de El Paso", "La clínica de El Paso"),
        ("Hable de él", "Hable de él"),
    ],
)
def test_preposition_and_article_are_contracted(text, contracted):
    with override("es"):
        assert contract(text) == contracted


def test_english_is_unchanged():
    assert contract("Avenue de el Rio") == "Avenue de el Rio"


def test_usual_heading_is_contracted():
    block = CausesBlock()
    with override("es"):
        assert block.to_python({"items": []}).heading_with("el dolor") == "Causas del dolor"
