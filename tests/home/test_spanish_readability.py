"""The Spanish pages are easy to read for patients."""

from statistics import mean

import pytest

from home.management.commands.seed import SPANISH_CONTENT
from home.seed.po_files import SEARCH_WORDS, SLUG, read_po_files
from tests.spanish_readability import inflesz, syllables

LOWEST, LOWEST_MEAN, LOWEST_IN_AN_EMERGENCY = 60, 65, 70
# Divided by hand, with the rules of the Real Academia Española.
DIVIDED = """
do-lor es-pal-da cue-llo pier-na bra-zo ma-no ro-di-lla ca-de-ra hom-bro ca-be-za ca-ra cue-llo nal-ga mus-lo pie
ner-vio mé-du-la hue-so mús-cu-lo ar-ti-cu-la-ción co-yun-tu-ra dis-co co-lum-na ver-te-bral pel-vis vien-tre ba-rri-ga
ciá-ti-ca her-nia ar-tri-tis ar-tro-sis os-te-o-po-ro-sis frac-tu-ra fi-bro-mial-gia neu-ro-pa-tí-a cán-cer fie-bre
e-pi-du-ral in-yec-ción blo-que-o a-bla-ción es-ti-mu-la-dor im-plan-te ci-ru-gí-a pro-ce-di-mien-to se-da-ción a-gu-ja
me-di-ca-men-to a-nes-te-sia es-te-roi-de an-ti-in-fla-ma-to-rio a-ce-ta-mi-no-fén i-bu-pro-fe-no o-pioi-de na-lo-xo-na
san-gre a-zú-car dia-be-tes em-ba-ra-zo a-ler-gia in-fec-ción san-gra-do co-á-gu-lo pul-món co-ra-zón ri-ñón hí-ga-do
us-ted mé-di-co clí-ni-ca ci-ta re-mi-sión se-gu-ro lla-me te-lé-fo-no ho-ra-rio lu-nes miér-co-les sá-ba-do hoy
dí-a se-ma-na mes a-ño ho-ra mi-nu-to mue-va ca-mi-ne duer-ma des-can-se co-ma be-ba ba-ñe re-gre-se pre-gun-te
cui-da-do ur-gen-cia e-mer-gen-cia ries-go se-ñal sín-to-ma cau-sa tra-ta-mien-to a-yu-da a-ho-ra rey muy
a-gua guí-a gue-rra qui-tar pin-güi-no
"""


def test_syllables_are_counted_as_by_hand():
    table = {entry.replace("-", ""): entry.count("-") + 1 for entry in DIVIDED.split()}
    assert len(table) >= 100
    assert {one: counted for one, number in table.items() if (counted := syllables(one)) != number} == {}


def patients_texts(po_file):
    """Return the translations that are sentences or parts of them."""
    return [
        entry.msgstr
        for (context, _english), entry in po_file.entries.items()
        if context not in (SLUG, SEARCH_WORDS) and "other_names" not in (entry.comment or "")
    ]


@pytest.fixture(scope="module")
def scores():
    """The score of each PO file by its path."""
    return {path: inflesz(patients_texts(po_file)) for path, po_file in read_po_files(SPANISH_CONTENT).items()}


def test_every_page_is_easy_to_read(scores):
    assert {path: round(score) for path, score in scores.items() if score < LOWEST} == {}


def test_pages_together_are_easier(scores):
    assert mean(scores.values()) >= LOWEST_MEAN


def test_warning_signs_are_the_easiest(scores):
    assert scores["snippets/warning_signs"] >= LOWEST_IN_AN_EMERGENCY
