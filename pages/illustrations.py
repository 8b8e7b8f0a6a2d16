"""The names and descriptions of the site's own drawings.

The drawings are files in `static/img/illustrations/`. `pages/figures/` has the labels of those that condition and
treatment pages use.
"""

from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ILLUSTRATIONS = {
    "spine": _("Spine from the side"),
    "back-neck": _("Neck"),
    "back-middle": _("Upper and mid back"),
    "back-lower": _("Lower back"),
    "arm-nerve": _("Nerve from neck to arm"),
    "leg-nerve": _("Nerve from back to leg"),
    "chest-band": _("Band around the chest (shingles)"),
    "belly": _("Belly and pelvis"),
    "body-points": _("Points all over the body"),
    "head-nerves": _("Nerves of the face"),
    "brain": _("Brain"),
    "shoulder": _("Shoulder"),
    "hip": _("Hip"),
    "knee": _("Knee"),
    "hand": _("Hand"),
    "foot-nerves": _("Foot that tingles"),
    "compression-fracture": _("Broken vertebra"),
    "fused-spine": _("Spine with screws and rod"),
    "cancer-pain": _("Where cancer may hurt"),
    "ribbon": _("Ribbon (cancer)"),
    "disc": _("Disc"),
    "vertebra": _("Vertebra from above"),
    "nerve-root": _("Nerve root"),
    "facet-joint": _("Facet joint"),
    "sacroiliac-joint": _("Sacroiliac joints"),
    "skin": _("Skin"),
    "trigger-point": _("Injection into a muscle"),
    "epidural": _("Epidural injection"),
    "medial-branch": _("Medial branch of a nerve"),
    "facet-injection": _("Injection into a facet joint"),
    "radiofrequency": _("Probe that warms a nerve"),
    "sacroiliac-injection": _("Injection into the sacroiliac joint"),
    "sacroiliac-fusion": _("Implants in the sacroiliac joint"),
    "joint-injection": _("Injection into a joint"),
    "nerve-block": _("Nerve block"),
    "vertebral-augmentation": _("Cement in a vertebra"),
    "sympathetic-plexus": _("Sympathetic nerves beside the spine"),
    "spinal-cord-stimulator": _("Spinal cord stimulator"),
    "peripheral-nerve-stimulator": _("Peripheral nerve stimulator"),
    "mild": _("Tube at the spinal canal"),
    "interspinous-spacer": _("Spacer between two vertebrae"),
    "interlaminar-fixation": _("Plates on two vertebrae"),
    "disc-heating": _("Probe that warms a disc"),
    "discectomy": _("Tube in a bulging disc"),
    "sinuvertebral-nerve": _("Probe at a nerve behind a disc"),
    "syringe": _("Syringe"),
    "drop-cells": _("Drop with cells"),
    "face": _("Face"),
    "pill-bottle": _("Pill bottle"),
    "clipboard": _("Clipboard"),
    "map-pin": _("Map pin"),
    "phone": _("Phone"),
    "calendar": _("Calendar"),
    "letter": _("Letter"),
    "stethoscope": _("Stethoscope"),
    "speech": _("Speech bubbles"),
    "padlock": _("Padlock"),
    "people": _("People"),
}


def illustration_choices() -> list[tuple[str, Promise]]:
    """Return pairs of a drawing's name and description.

    Migrations refer to this function and not to its result, so a new drawing needs no migration.
    """
    return list(ILLUSTRATIONS.items())


def illustration_file(name: str) -> str:
    """Return the URL of a drawing's file; "" for an unknown name, such as that of a deleted drawing."""
    return static(f"img/illustrations/{name}.svg") if name in ILLUSTRATIONS else ""


@cache
def illustration_shapes(name: str) -> str:
    """Return the shapes of a drawing as SVG for use inside a page; "" for an unknown name."""
    if name not in ILLUSTRATIONS:
        return ""
    text = (settings.BASE_DIR / "static" / "img" / "illustrations" / f"{name}.svg").read_text()
    _head, _tag, shapes = text.rstrip().removesuffix("</svg>").partition('<g id="drawing"')
    return f"<g{shapes}"
