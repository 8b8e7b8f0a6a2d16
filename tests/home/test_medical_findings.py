"""What medical readers found in the content stays fixed; see docs/medical-findings.md.

Each row names the finding, the pages, and what these pages must have: signs in a care card (“emergency”, “today” or
“call_us”), passages, sources, or words (“says”), or words that they must not have (“never says”).
"""

import re

import pytest

from tests.content import (
    CLINICS_OWN,
    CONDITIONS,
    FILES,
    PASSAGES,
    SOURCES,
    TREATMENTS,
    WARNING_SIGNS,
    cards,
    lines,
    passages,
    sections,
    sources_listed,
)

PATHS = {path.rpartition("/")[2]: path for path in FILES}
ALL_TREATMENTS = [path.rpartition("/")[2] for path in TREATMENTS]
PAIN_THAT_LASTS = [
    *("facial-pain-headaches", "cancer-pain", "complex-regional-pain", "neuropathic-pain", "central-pain-syndrome"),
    *("fibromyalgia", "failed-back-syndrome"),
]
NECK_AND_BACK = [
    *("lower-back-pain", "neck-pain", "cervical-radicular-pain", "lumbar-radicular-pain", "compression-fractures"),
    "failed-back-syndrome",
]
FOOT_DROP = ["failed-back-syndrome", "lumbar-radicular-pain", "neuropathic-pain", "lower-back-pain"]
STEROID_POSSIBLE = [
    *("epidural-injections", "facet-joint-injections", "joint-bursa-injections", "medial-branch-blocks"),
    *("nerve-blocks", "radiofrequency-ablations", "sacroiliac-joint-injections", "sympathetic-plexus-blocks"),
    "trigger-point-injections",
]
LOW_BLEEDING_RISK = [
    *("trigger-point-injections", "sacroiliac-joint-injections", "joint-bursa-injections", "medial-branch-blocks"),
    *("radiofrequency-ablations", "nerve-blocks"),
]
NEAR_THE_LUNG = ["medial-branch-blocks", "radiofrequency-ablations", "facet-joint-injections", "kypho-vertebroplasty"]
IMPLANTS = [
    *("sacroiliac-joint-fusion", "stabilink-mis-implant", "superion-vertiflex", "spinal-cord-stimulator"),
    "peripheral-nerve-stimulator",
]

ON_CONDITION_PAGES = [
    (
        "D1 mid-back pain had no warning",
        ["mid-back-pain"],
        "emergency",
        [
            *("tearing-pain", "heart-attack", "chest-pain", "back-pain-heavy-legs", "saddle-numbness"),
            *("cannot-pass-urine", "fever-with-back-pain", "neck-or-back-injury"),
        ],
    ),
    (
        "D1 mid-back pain: same day",
        ["mid-back-pain"],
        "today",
        [
            *("cancer-new-back-pain", "sudden-back-pain-weak-bones", "weight-loss-or-sweats", "night-pain"),
            "shingles",
        ],
    ),
    (
        "D3 fever with back pain after a procedure",
        ["patient-resources"],
        "emergency",
        ["fever-back-pain-after-procedure", "shaking-chills", "severe-back-pain-after-procedure"],
    ),
    (
        "D3 fever alone",
        ["patient-resources"],
        "call_us",
        ["fever-after-procedure", "growing-back-pain-after-procedure"],
    ),
    ("D4 fever after spine surgery", ["failed-back-syndrome"], "emergency", ["fever-with-back-pain"]),
    ("D5 shingles near the eye", ["facial-pain-headaches"], "today", ["shingles-near-eye"]),
    ("D5 swollen face", ["facial-pain-headaches"], "emergency", ["face-swelling-fever", "trouble-breathing"]),
    ("D6 thoughts of suicide", PAIN_THAT_LASTS, "emergency", ["suicidal-thoughts"]),
    ("D6 988", PAIN_THAT_LASTS, "passages", ["crisis-988"]),
    ("D7 cold leg, aneurysm", ["lumbar-radicular-pain"], "emergency", ["cold-limb", "aneurysm"]),
    ("D8 worst headache", ["neck-pain", "facial-pain-headaches"], "emergency", ["thunderclap-headache"]),
    ("D8 sudden neck pain", ["neck-pain", "cervical-radicular-pain"], "emergency", ["sudden-neck-pain"]),
    (
        "D9 belly emergencies",
        ["abdominal-pelvic-pain"],
        "emergency",
        ["cannot-pass-urine", "one-sided-pelvic-pain", "lower-right-belly-pain", "diabetes-vomiting"],
    ),
    ("D10 fever with back pain", NECK_AND_BACK, "emergency", ["fever-with-back-pain"]),
    ("D10 pain that grows after an injection", NECK_AND_BACK, "today", ["growing-back-pain-injection"]),
    ("D10 infected joint", ["joints-bursa-pain"], "says", ["after a shot into the joint or surgery on it"]),
    ("D11 opioids after a block", ["cancer-pain"], "passages", ["opioids-not-sudden"]),
    ("D11 fever during chemotherapy", ["cancer-pain"], "today", ["fever-chemotherapy"]),
    ("D12 hot numb foot", ["neuropathic-pain"], "today", ["hot-numb-foot"]),
    ("D12 cold foot", ["neuropathic-pain"], "emergency", ["cold-limb"]),
    ("D13 rash", ["central-pain-syndrome", "facial-pain-headaches"], "passages", ["medicine-rash"]),
    ("D13 rash: same day", ["central-pain-syndrome", "facial-pain-headaches"], "today", ["nerve-medicine-rash"]),
    ("D13 blisters: 911", ["central-pain-syndrome", "facial-pain-headaches"], "emergency", ["blistering-skin"]),
    ("W1 four drugs", ["fibromyalgia"], "says", ["approved four drugs", "cyclobenzaprine"]),
    ("W2 placebo for 8 days", ["fibromyalgia"], "says", ["over 8 days. After that"]),
    ("W3 stimulation after cord injury", ["central-pain-syndrome"], "says", ["it mostly did not help"]),
    (
        "W4 guideline of 2025",
        [*NECK_AND_BACK, "neuropathic-pain"],
        "passages",
        ["bmj-guideline"],
    ),
    ("W4 whose guideline", ["lower-back-pain"], "says", ["Pain societies support it"]),
    (
        "W5 both halves",
        ["complex-regional-pain"],
        "says",
        ["limited to exceptional cases", "strongest evidence"],
    ),
    (
        "W6 same words on stimulation",
        ["lower-back-pain", "failed-back-syndrome", "spinal-cord-stimulator"],
        "says",
        ["it probably does not help low back pain at 6 months"],
    ),
    ("W7 a different method", ["failed-back-syndrome"], "says", ["supports a different method"]),
    ("W8 new injury", ["complex-regional-pain"], "says", ["Try to avoid new injury to the limb"]),
    ("M1 relief by shots alone", ["abdominal-pelvic-pain"], "says", ["about 33 of every 100 stayed free of pain"]),
    (
        "M2 success in the trials",
        ["cervical-radicular-pain"],
        "says",
        ["met the trials' goal", "Whether relief lasts is unknown"],
    ),
    ("M3 pain after a stroke", ["central-pain-syndrome"], "says", ["About 1 in 10", "in the first month"]),
    ("M4 main artery", ["lower-back-pain"], "emergency", ["aneurysm", "tearing-pain"]),
    ("M5 weakness that is not expected", ["patient-resources"], "emergency", ["weakness-after-procedure"]),
    ("M5 numbness that is expected", ["patient-resources"], "passages", ["numbness"]),
    ("M6 opioids are no second step", ["opioid-management"], "says", ["only if the likely benefit outweighs the risk"]),
    (
        "M7 first drugs",
        ["neuropathic-pain"],
        "says",
        ["amitriptyline", "duloxetine", "gabapentin or pregabalin"],
    ),
    ("M8 year of the panel", ["neuropathic-pain", "failed-back-syndrome"], "says", ["In 2013, "]),
    ("M10 shingles vaccine", ["neuropathic-pain"], "says", ["from age 19 with a weak immune system"]),
    ("M11 sudden foot drop", FOOT_DROP, "emergency", ["sudden-foot-drop"]),
    ("M11 slow foot drop", FOOT_DROP, "today", ["slow-foot-drop"]),
    (
        "M12 recovery is slow for many",
        ["lower-back-pain"],
        "says",
        ["much better within 6 weeks", "half still felt some pain after about 2 months"],
    ),
    ("M13 who and when", ["compression-fractures"], "today", ["sudden-back-pain-weak-bones"]),
    ("M14 injection after cement", ["compression-fractures"], "says", ["probably cannot replace it"]),
    (
        "M15 evidence of implants",
        ["lower-back-pain"],
        "sources",
        [
            *("pubmed-mild-lumbar-spinal-stenosis-2016", "clinical-interventions-five-year-results-2017"),
            *("clinical-spine-surgery-lumbar-spinous-2017", "pubmed-central-randomized-trial-sacroiliac"),
        ],
    ),
    (
        "M15 evidence of tools",
        ["lumbar-radicular-pain"],
        "sources",
        ["nice-automated-percutaneous-mechanical-lumbar", "clinical-interventions-five-year-results-2017"],
    ),
    (
        "M16 headache after cord injury",
        ["central-pain-syndrome"],
        "says",
        ["at or above the middle of the chest", "Loosen tight clothes and check the catheter"],
    ),
    ("M17 who names epilepsy", ["central-pain-syndrome"], "says", ["(NINDS) also names epilepsy"]),
    ("M18 year of the rank", ["neck-pain"], "says", ["In a worldwide count for 2010"]),
    ("M19 harm of stimulators", ["neuropathic-pain"], "says", ["taken out because of infection"]),
    ("M20 paralysis", ["abdominal-pelvic-pain", "cancer-pain"], "says", ["Very rarely, legs stay weak or paralyzed"]),
    ("E promises", ["cancer-pain"], "never says", ["we placed"]),
    ("E promises", ["facial-pain-headaches"], "never says", ["we will say so"]),
    ("E promises", ["abdominal-pelvic-pain"], "never says", ["once urgent causes are ruled out"]),
]
ON_TREATMENT_AND_OTHER_PAGES = [
    ("1 blood thinners", ALL_TREATMENTS, "passages", ["blood-thinners"]),
    ("1 low risk", LOW_BLEEDING_RISK, "says", ["Often nothing has to be stopped for this procedure"]),
    ("2 shaking chills", ALL_TREATMENTS, "emergency", ["shaking-chills"]),
    ("2 fever", ALL_TREATMENTS, "call_us", ["fever-after-procedure"]),
    ("3 ritonavir and similar", STEROID_POSSIBLE, "passages", ["steroid-interactions"]),
    ("4 collapsed lung: sign", NEAR_THE_LUNG, "emergency", ["collapsed-lung"]),
    ("4 collapsed lung: risk", NEAR_THE_LUNG, "says", ["It can show hours later"]),
    ("6 sacrum", ["sacroiliac-joint-injections"], "says", ["the base of the spine (sacrum) to the hip bone (ilium)"]),
    ("6 sacrum", ["sacroiliac-joint-injections"], "never says", ["tailbone"]),
    ("8 rule on languages", ["language-assistance"], "never says", ["92.11"]),
    (
        "9 Medicare",
        ["pirft"],
        "says",
        ["does not cover PIRFT (national rule 150.11", "investigational", "Ask for the price in writing"],
    ),
    ("10 Medicare", ["mild-procedure"], "says", ["only within a study that it has approved (national rule 150.13"]),
    (
        "11 Medicare",
        ["percutaneous-discectomy"],
        "says",
        ["if the tool uses heat or radio waves (national rule 150.11", "does it use heat or radio waves?"],
    ),
    ("12 blood sugar", STEROID_POSSIBLE, "passages", ["steroid-blood-sugar"]),
    ("13 blood sugar", ["sacroiliac-joint-injections", "facet-joint-injections"], "never says", ["on day one"]),
    (
        "14 fasting",
        [
            *("spinal-cord-stimulator", "kypho-vertebroplasty", "mild-procedure", "superion-vertiflex", "pirft"),
            *("sacroiliac-joint-fusion", "percutaneous-discectomy", "radiofrequency-ablations"),
            *("sympathetic-plexus-blocks", "stabilink-mis-implant", "sinuvertebral-nerve-ablation"),
        ],
        "passages",
        ["fasting"],
    ),
    (
        "15 questions",
        ["epidural-injections"],
        "says",
        ["free of particles", "seen an MRI?", "awake enough to speak up"],
    ),
    ("16 spinal stenosis", ["epidural-injections"], "says", ["In spinal stenosis, pain probably does not drop"]),
    ("17 how many a year", ["epidural-injections"], "says", ["at most four a year in one part of the spine"]),
    (
        "18 weakness",
        ["epidural-injections", "radiofrequency-ablations"],
        "emergency",
        ["weakness-after-procedure"],
    ),
    ("18 numbness", ["epidural-injections", "radiofrequency-ablations"], "passages", ["numbness"]),
    (
        "19 two test blocks",
        ["radiofrequency-ablations", "medial-branch-blocks"],
        "says",
        ["two test blocks, each with at least 80 percent relief"],
    ),
    ("20 modest relief", ["peripheral-nerve-stimulator"], "says", ["evidence from trials, with modest relief"]),
    ("21 larger trial of PRP", ["regenerative-medicine"], "sources", ["jama-restore-prp-2021"]),
    ("22 off-label", ["regenerative-medicine"], "says", ["To inject PRP into a joint or tendon is an off-label use"]),
    ("23 warnings", ["aesthetic-medicine"], "says", ["Microneedling with radio-wave heat", "(boxed) warning"]),
    ("24 diarrhea", ["sympathetic-plexus-blocks"], "says", ["In 10 to over 50 of 100 people after a celiac block"]),
    (
        "25 from behind",
        ["sacroiliac-joint-fusion"],
        "says",
        ["From behind:", "has worked for an implant maker", "Devices set from behind have less evidence"],
    ),
    ("26 MRI", IMPLANTS, "passages", ["implant-mri"]),
    (
        "27 new joint",
        ["joint-bursa-injections"],
        "says",
        ["three months between a steroid shot and a new joint", "Fast joint damage", "Lower natural steroid levels"],
    ),
    ("28 two meanings of last", ["nerve-blocks"], "says", ["The numbness lasts hours. Pain relief"]),
    ("29 source", ["nerve-blocks"], "sources", ["asra-neurologic-complications-2015"]),
    (
        "32 harms of opioids",
        ["opioid-management"],
        "says",
        [
            *("In 2025 the FDA asked for stronger warnings", "sleep apnea", "Falls and broken bones", "Low hormones"),
            *("More pain:", "laxative", "breastfeeding", "Never stop a benzodiazepine suddenly"),
        ],
    ),
    ("33 forms and newsletter", ["privacy"], "says", ["answers and files are encrypted", "one mail with a link"]),
    ("37 promises", ["contact-us"], "never says", ["will answer you by phone"]),
    ("37 promises", ["referral-form"], "never says", ["will call your office"]),
    ("38 stop it", ALL_TREATMENTS, "never says", ["Do not stop it "]),
    ("39 price", ["sinuvertebral-nerve-ablation"], "says", ["may not pay, so ask for the price in writing"]),
    (
        "45 guideline of 2025",
        [
            *("epidural-injections", "facet-joint-injections", "radiofrequency-ablations"),
            *("sacroiliac-joint-injections", "trigger-point-injections"),
        ],
        "passages",
        ["bmj-guideline"],
    ),
    ("47 uses", ["spinal-cord-stimulator"], "says", ["painful diabetic neuropathy", "nerve root (DRG)"]),
    ("48 at 8 weeks", ["pirft"], "says", ["At 8 weeks, pain had fallen slightly more in the sham group"]),
]
FINDINGS = [
    pytest.param(pages, kind, wanted, id=finding)
    for finding, pages, kind, wanted in (*ON_CONDITION_PAGES, *ON_TREATMENT_AND_OTHER_PAGES)
]

# Words that are not idiomatic, coarse, British, or promise honesty (findings S2, 43, 44, 45 and 46).
WORDS_NOT_USED = re.compile(
    r"\b(?:disks?|honest\w*|proof|ring us|phone us|reach us|above all|most of all|short breath|grown-up|guilty joint"
    r"|somebody|come in only|for whom|you find us|point at|next to other|less kind|in conflict|crotch|seat area"
    r"|soil yourself|violent|dread|loss of power|sickness to your|for long(?!-)|answers well|a great deal)\b",
    re.IGNORECASE,
)
# What the reviews called gated, wrong, superseded or weak (findings F and section 2).
ADDRESSES_NOT_USED = re.compile(
    r"//(?:www\.)?statpearls\.com|pubmed\.ncbi\.nlm\.nih\.gov/\?term|srdrplus|guidelinecentral|dgft\.nhs|clinmedjournals"
    r"|ahrq\.gov/questions|healthquality\.va\.gov|A134\.2|1742-6405-6-10|central-post-stroke-pain$"
)
TERMS = ("items", "options")


def text_of(path):
    """Return what patients read on the page, with its passages and warning signs."""
    return "\n".join(lines(path))


ALL_TEXTS = {
    **{path: text_of(path) for path in FILES if path != CLINICS_OWN},
    **{key: row["text"] for rows in (PASSAGES, WARNING_SIGNS) for key, row in rows.items()},
}


def labels(path):
    """Return the labels of the page's terms and options, such as “Herniated disc”."""
    parts = [part for _name, value in sections(path) for part in (value, *value.get("tiers", []))]
    terms = [term for part in parts for key in TERMS for term in part.get(key, [])]
    return [next(key for key in term if key != "treatment") for term in terms]


def mistakes(path, kind, wanted):
    """Return what the page lacks of `wanted`, or for “never says” what it has of it."""
    text = text_of(path)
    if kind == "never says":
        return [words for words in wanted if words in text]
    if kind == "says":
        return [words for words in wanted if words not in text]
    found = {"passages": passages, "sources": sources_listed}.get(kind, lambda path: cards(path).get(kind, []))(path)
    return [key for key in wanted if key not in found]


@pytest.mark.parametrize(("pages", "kind", "wanted"), FINDINGS)
def test_finding_is_fixed(pages, kind, wanted):
    found = {page: mistakes(PATHS[page], kind, wanted) for page in pages}
    assert {page: keys for page, keys in found.items() if keys} == {}


def test_d2_our_number_is_not_shown_for_calls_to_others():
    assert [path for path in CONDITIONS if "call_us" in cards(path)] == []
    texts = {path: value.get("text", "") for path in FILES for _name, value in sections(path) if _is_call_us(value)}
    assert {path: text for path, text in texts.items() if re.search(r"\bcall\b(?! us)", text, re.IGNORECASE)} == {}


def _is_call_us(section):
    return section.get("urgency") == "call_us"


def test_d10_sign_names_those_with_a_higher_risk():
    text = WARNING_SIGNS["fever-with-back-pain"]["text"]
    assert [
        words for words in ("shot or surgery", "diabetes", "weak immunity", "inject drugs") if words not in text
    ] == []


def test_d10_infection_without_fever_is_named():
    assert "pain without fever can mean infection too" in PASSAGES["fever"]["text"]


def test_m9_pages_that_name_gabapentin_warn_of_slow_breathing():
    named = [path for path in CONDITIONS if re.search(r"gabapentin|pregabalin", text_of(path), re.IGNORECASE)]
    assert len(named) >= 4
    assert [path for path in named if "can slow your breathing" not in text_of(path)] == []


def test_m21_condition_pages_write_shares_in_one_form():
    assert [path for path in CONDITIONS if re.search(r"percent|\d ?%", text_of(path))] == []


def test_s1_closings_speak_of_no_referral_and_console_nobody():
    closings = {path: dict(sections(path))["closing"]["text"] for path in CONDITIONS if path != CLINICS_OWN}
    stamped = re.compile(r"refer|frank|plainly|unreal|believed|prove your pain|no two", re.IGNORECASE)
    assert {path: text for path, text in closings.items() if stamped.search(text)} == {}


def test_s3_labels_are_in_sentence_case():
    names = {"StabiLink", "Superion", "Vertiflex", "MILD"}
    capital = {path: [label for label in labels(path) if _is_in_title_case(label, names)] for path in CONDITIONS}
    del capital[CLINICS_OWN]
    assert {path: found for path, found in capital.items() if found} == {}


def _is_in_title_case(label, names):
    later = [word for word in re.findall(r"[A-Za-z]{4,}", label)[1:] if word not in names]
    return any(word[0].isupper() and not word.isupper() for word in later)


def test_s5_sign_is_in_one_card_of_a_page():
    signs = {path: [key for keys in cards(path).values() for key in keys] for path in FILES}
    assert [path for path, keys in signs.items() if len(keys) != len(set(keys))] == []


def test_s2_43_to_46_words_are_plain_american_english():
    assert {name: found for name, text in ALL_TEXTS.items() if (found := WORDS_NOT_USED.findall(text))} == {}


def test_f_addresses_are_open_and_current():
    found = {key: row["url"] for key, row in SOURCES.items() if ADDRESSES_NOT_USED.search(row["url"])}
    assert found == {}
    assert [key for key, row in SOURCES.items() if row.get("publisher") == "PubMed"] == []


def test_h3_self_care_gives_limits_for_pain_medicine():
    # Not on the clinic's own page; people with cancer ask first; for central pain, no such medicine is named.
    others = {PATHS["cancer-pain"], PATHS["central-pain-syndrome"], CLINICS_OWN}
    assert [path for path in CONDITIONS if path not in others and "otc-pain-medicine" not in passages(path)] == []


@pytest.mark.parametrize(
    ("finding", "passage", "words"),
    [
        (
            "1",
            "blood-thinners",
            [
                *("warfarin", "Eliquis", "Xarelto", "Pradaxa", "Plavix", "Brilinta", "heparin", "aspirin", "ibuprofen"),
                *("naproxen", "meloxicam", "Stopping can cause a stroke", "when you restart"),
            ],
        ),
        ("3", "steroid-interactions", ["Paxlovid", "ritonavir", "cobicistat", "itraconazole"]),
        ("12", "steroid-blood-sugar", ["on days 1 to 3", "for a week", "300 mg/dL", "vomiting, confusion"]),
        ("14", "fasting", ["Ozempic", "Wegovy", "Mounjaro", "Zepbound", "Jardiance", "Farxiga"]),
        ("18", "numbness", ["for some hours. This is expected", "if it starts later, spreads, or gets worse"]),
        ("26", "implant-mri", ["Carry your implant card"]),
        ("W4", "bmj-guideline", ["3 months or longer", "34 medical societies"]),
        ("D11", "opioids-not-sudden", ["If a procedure eases your pain, do not stop"]),
        ("D13", "medicine-rash", ["Carbamazepine", "lamotrigine", "Do not stop the medicine suddenly"]),
    ],
)
def test_passage_names_what_was_missing(finding, passage, words):
    assert [word for word in words if word not in PASSAGES[passage]["text"]] == [], finding


def test_12_all_blood_sugar_thresholds_are_the_same():
    assert {number for text in ALL_TEXTS.values() for number in re.findall(r"\d+ mg/dL", text)} == {"300 mg/dL"}


def test_30_all_temperatures_are_the_same():
    found = {number for text in ALL_TEXTS.values() for number in re.findall(r"[\d.]+ ?°[FC]", text)}
    assert found == {"100.4 °F", "38 °C"}


@pytest.mark.parametrize("path", TREATMENTS)
def test_31_questions_are_in_two_lists(path):
    questions = dict(sections(path))["questions"]
    assert questions["for_referring_doctor"]
    assert "Who will do it, and how often do you do it here?" in questions["for_us"]


def test_5_contact_form_invites_no_symptoms_after_a_procedure():
    [topic] = [field for field in FILES["contact-us"].data["form_fields"] if field["clean_name"] == "topic"]
    assert "A question about preparing for a procedure" in topic["choices"]
    assert "after a procedure" not in topic["choices"]


def test_7_summary_does_not_call_itself_the_notice():
    data = FILES["notice-of-privacy-practices"].data
    assert data["title"] == "Your Health Information Rights: A Summary"
    assert "It is not our Notice of Privacy Practices" in data["introduction"]


def test_36_referral_form_asks_what_a_referral_needs():
    fields = {field["clean_name"]: field for field in FILES["referral-form"].data["form_fields"]}
    wanted = {"npi", "blood_thinner", "implant", "diabetes", "allergies", "interpreter", "insurance", "authorization"}
    assert wanted <= set(fields)
    assert "Within days" in fields["urgency"]["choices"]
    assert "please also call" in fields["urgency"]["help_text"]


def test_41_british_leaflets_are_not_cited():
    assert [key for key in SOURCES if re.search(r"dudley|east-kent|guy-sacroiliac|hull-university", key)] == []
