"""The Spanish texts name the same medicines, and forbid, warn and send to 911 as the English ones do.

Numbers, placeholders, links and tags are compared by `home/seed/po_checks.py`.
"""

import re

import pytest

from home.management.commands.seed import SPANISH_CONTENT
from home.seed.po_checks import placeholder
from home.seed.po_files import SEARCH_WORDS, SLUG, read_po_files

MEDICINES = {
    "acetaminophen": "acetaminof[eé]n",
    "alcohol": "alcohol",
    "amitriptyline": "amitriptilina",
    "antibiotic": "antibiótico",
    "antidepressant": "antidepresivo",
    "aspirin": "aspirina",
    "benzodiazepine": "benzodia[zc]epina",
    "botox": "botox",
    "botulinum": "botulínica",
    "buprenorphine": "buprenorfina",
    "calcitonin": "calcitonina",
    "capsaicin": "capsaicina",
    "carbamazepine": "carbamazepina",
    "cortisone": "cortisona",
    "coumadin": "coumadin",
    "cyclobenzaprine": "ciclobenzaprina",
    "duloxetine": "duloxetina",
    "eliquis": "eliquis",
    "fentanyl": "fentanilo",
    "gabapentin": "gabapentina",
    "heparin": "heparina",
    "hydrocodone": "hidrocodona",
    "ibuprofen": "ibuprofeno",
    "lamotrigine": "lamotrigina",
    "latex": "látex",
    "lidocaine": "lidocaína",
    "meloxicam": "meloxicam",
    "methadone": "metadona",
    "milnacipran": "milnaciprán",
    "mounjaro": "mounjaro",
    "naloxone": "naloxona",
    "naproxen": "naproxeno",
    "nicotine": "nicotina",
    "opioid": "opioide",
    "oxcarbazepine": "oxcarbazepina",
    "oxycodone": "oxicodona",
    "ozempic": "ozempic",
    "plavix": "plavix",
    "pregabalin": "pregabalina",
    "steroid": "esteroide",
    "triptan": "triptan",
    "tylenol": "tylenol",
    "vaccine": "vacuna",
    "valium": "valium",
    "warfarin": "warfarina",
    "wegovy": "wegovy",
    "xanax": "xanax",
    "xarelto": "xarelto",
}
WARNINGS = {
    r"\b(do not|don’t|never|must not|should not)\b": r"\b(no|nunca|ni|sin|tampoco|evite|nadie|ningun[oa]?)\b",
    r"\b911\b": r"\b911\b",
    r"\bsame day\b": r"\bmismo día\b",
    r"\bright away\b": r"de inmediato|enseguida|en seguida|ahora mismo|inmediat|al momento|de una vez",
    r"\bpregnan": r"embaraz",
    r"\ballerg": r"alerg|alérg",
    r"\bfever\b": r"fiebre|calentura",
    r"\binfection": r"infecci",
    r"\bbleed": r"sangr",
    r"\bblood thinner": r"anticoagulante",
    r"\bdriv(er|ing)\b": r"manej|conduc|llev",
}
PAIRS = [
    (path, placeholder.sub("", entry.msgid), placeholder.sub("", entry.msgstr))
    for path, po_file in read_po_files(SPANISH_CONTENT).items()
    for (context, _english), entry in po_file.entries.items()
    if context not in (SLUG, SEARCH_WORDS)
]


def lost(english_pattern, spanish_pattern):
    """Return how many texts have the English words, and those of them that lack the Spanish ones."""
    found = [pair for pair in PAIRS if re.search(english_pattern, pair[1], re.IGNORECASE)]
    return len(found), [pair for pair in found if not re.search(spanish_pattern, pair[2], re.IGNORECASE)]


@pytest.mark.parametrize(("english", "spanish"), MEDICINES.items())
def test_medicine_is_named_in_both_languages(english, spanish):
    number, missing = lost(english, spanish)
    assert number
    assert missing == []


@pytest.mark.parametrize(("english", "spanish"), WARNINGS.items())
def test_warning_is_kept(english, spanish):
    number, missing = lost(english, spanish)
    assert number
    assert missing == []
