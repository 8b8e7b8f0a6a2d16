"""Typical queries of patients, with the page that must be the first result on both databases."""

import pytest

from tests.html import soup

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

CONDITIONS = {
    "lumbar-radicular-pain": [
        "sciatica",
        "siatica",
        "ciática",
        "ciatica",
        "slipped disc",
        "Slipped Discs",
        "slipped disk",
        "herniated disc",
        "hernia de disco",
        "pain down my leg",
        "nalgas",
        "lumbar radiculopathy",
    ],
    "cervical-radicular-pain": ["slipped disc in the neck", "pinched nerve neck", "cervical radiculopathy"],
    "lower-back-pain": [
        "lower back pain",
        "low back",
        "lumbago",
        "back ache",
        "my back pain",
        "dolor de espalda",
        "LBP",
    ],
    "mid-back-pain": ["mid back pain", "midback", "thoracic spine pain", "upper back pain"],
    "neck-pain": ["neck pain", "stiff neck", "whiplash", "wiplash", "dolor de cuello"],
    "neuropathic-pain": [
        "shingles pain",
        "shingels",
        "diabetic nerve pain",
        "neuropathy",
        "culebrilla",
        "burning feet",
    ],
    "facial-pain-headaches": [
        "migraine",
        "migrane",
        "headache",
        "cluster headaches",
        "trigeminal neuralgia",
        "migraña",
    ],
    "complex-regional-pain": ["CRPS", "crps", "RSD", "reflex sympathetic dystrophy"],
    "failed-back-syndrome": ["FBSS", "failed back surgery", "pain after back surgery"],
    "fibromyalgia": ["fibromyalgia", "fibromialgia", "fibro"],
    "joints-bursa-pain": ["arthritis", "athritis", "bursitis", "knee pain", "artritis"],
    "compression-fractures": ["spinal fracture", "broken vertebra", "VCF"],
    "abdominal-pelvic-pain": ["belly pain", "stomach pain", "chronic pelvic pain"],
    "cancer-pain": ["cancer pain", "tumor pain"],
    "central-pain-syndrome": ["pain after stroke", "thalamic pain"],
}
TREATMENTS = {
    "epidural-injections": [
        "epidural",
        "epidural steroid injection",
        "epidurel injection",
        "ESI",
        "inyección epidural",
    ],
    "radiofrequency-ablations": ["RFA", "nerve burning", "radio frequency ablation", "rhizotomy"],
    "spinal-cord-stimulator": ["spinal cord stimulator", "SCS", "spinal chord stimulation"],
    "kypho-vertebroplasty": ["kyphoplasty", "kyfoplasty", "bone cement"],
    "nerve-blocks": ["nerve block", "nerve blocks"],
    "trigger-point-injections": ["trigger point", "TPI", "muscle knots"],
    "sympathetic-plexus-blocks": ["stellate ganglion block", "celiac plexus"],
    "joint-bursa-injections": ["cortisone shot", "knee injection"],
    "sacroiliac-joint-injections": ["SI joint injection", "sacroiliac joint inj."],
    "mild-procedure": ["MILD", "minimally invasive lumbar decompression"],
    "superion-vertiflex": ["vertiflex", "interspinous spacer"],
    "pirft": ["PIRFT"],
    "medial-branch-blocks": ["MBB", "medial branch"],
}
OTHERS = {
    "/locations/russellville/": [
        "hours",
        "address",
        "phone number",
        "fax",
        "parking",
        "479-967-7770",
        "West Main Street",
    ],
    "/opioid-management/": ["narcotics", "pain pills", "oxycodone", "opioids"],
    "/patient-resources/": [
        "insurance",
        "referral",
        "medical records",
        "what to bring",
        "appointment",
        "seguro médico",
    ],
    "/regenerative-medicine/": ["PRP", "stem cells"],
    "/language-assistance/": ["interpreter"],
    "/notice-of-privacy-practices/": ["HIPAA"],
    "/accessibility/": ["wheelchair"],
    "/conditions-we-treat/": ["conditions we treat"],
}
EXPECTED = [
    *((query, f"/conditions-we-treat/{slug}/") for slug, queries in CONDITIONS.items() for query in queries),
    *((query, f"/treatments-we-provide/{slug}/") for slug, queries in TREATMENTS.items() for query in queries),
    *((query, address) for address, queries in OTHERS.items() for query in queries),
]


def test_table_is_long_enough():
    assert len(EXPECTED) >= 70


@pytest.mark.parametrize(("query", "address"), EXPECTED)
def test_page_comes_first(client, query, address):
    found = [link["href"] for link in soup(client.get("/search/", {"q": query})).select(".search-results__title")]
    assert found[:1] == [address], found[:5]
