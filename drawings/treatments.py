"""Drawings for treatments: the instrument at the part of the body that is treated."""

from drawings import body, instruments
from drawings.conditions import KNEE_JOINT
from drawings.parts import (
    arcs,
    box,
    circle,
    dot,
    filled,
    highlight,
    highlight_dot,
    highlight_line,
    line,
    mirrored,
    place,
)

MUSCLE = "M6 80C28 50 92 50 114 80C92 110 28 110 6 80ZM6 80C34 66 86 66 114 80M6 80C34 94 86 94 114 80M6 80H114"
CORD_FROM_THE_SIDE = "M52 8C54 40 54 80 52 112M65 8C67 40 67 80 65 112"
BRANCH = "M83 24C81 36 77 44 71 53C65 62 60 68 58 82"
CEMENT = "M28 51C34 46 46 48 49 54C52 60 49 66 42 67C33 69 26 66 25 60Q24 54 28 51Z"
CANNULA = "M49 54.5L96 44M50 61.5L98 51M94 38L99 57"
NERVE_TREE = (
    "M34 6C30 24 38 36 34 54C31 70 38 86 34 114M34 34C28 38 20 40 14 50M34 54C28 62 22 64 16 78M34 82"
    "C28 88 24 92 20 104"
)
WEARABLE = "M86 60A18 18 0 1 1 86 96A18 18 0 1 1 86 60Z"
THICK_LIGAMENT = "M47 66C48 72 54 80 60 81C66 80 73 72 74 66C70 70 66 73 60 73C54 73 50 70 47 66Z"
SPACER = "M82 44L104 52L102 57L98 56V72L102 76L100 80L80 70L83 66L87 67V52L81 50Z"
HEATED = "M34 71C42 76 52 75 60 75C68 75 78 76 86 71"
HEATING_PROBE = "M80 74C66 77 46 77 36 70M80 74L96 96M91 101L101 92L112 104Q114 107 112 110Q109 112 106 112Z"
BULGE = "M40 60C42 74 38 80 30 86.5Q28 90 30 92C34 98 44 96 46 84.8C48 78 50 72 54 67C46 66 42 64 40 60Z"
BULGING_DISC = (
    "M60 14C87 14 105 29 105 54C105 70 97 82 87 88C77 85 68 83.5 60 83.5C55 83.5 51 84 46 84.8C44 96 34 98 30 92"
    "Q28 88 30 86.5C21 80 15 70 15 54C15 29 33 14 60 14Z"
)
SINUVERTEBRAL = "M104 18C92 22 82 34 74 44C66 54 62 62 65 80M74 44C68 46 64 42 64 34M68 54C64 56 61 57 58 58"
BODIES = "".join(
    f"M44 {y}C54 {y + 2} 66 {y + 2} 76 {y}Q79 {y} 78 {y + 4}C76.5 {y + 9} 76.5 {y + 11} 78 {y + 16}"
    f"Q79 {y + 20} 76 {y + 20}C66 {y + 18} 54 {y + 18} 44 {y + 20}Q41 {y + 20} 42 {y + 16}"
    f"C43.5 {y + 11} 43.5 {y + 9} 42 {y + 4}Q41 {y} 44 {y}Z"
    for y in (8, 36, 64, 92)
)
GANGLIA = "".join(dot(60 + side * 32, y, 3.6) for y in (18, 46, 74, 102) for side in (-1, 1))
CONTACTS = (16, 30, 44, 58)


def nerve(y: float = 76) -> str:
    """Return a horizontal nerve with the nerve bundles visible at its cut end."""
    sheath = "".join(f"M8 {edge}C30 {edge - 4} 60 {edge + 6} 90 {edge}" for edge in (y, y + 24))
    cut = f'<ellipse cx="92" cy="{y + 12}" rx="9" ry="12"/>'
    return line(sheath) + cut + circle(92, y + 7, 2.5) + circle(90, y + 15, 2.5) + circle(96, y + 14, 2)


TREATMENTS = {
    "trigger-point": highlight_dot(54, 80, 12) + line(MUSCLE) + place(instruments.syringe(), 57, 75, 35),
    "epidural": highlight_line("M70 14V108", 6)
    + body.column(10, 10, 3, behind="")
    + line(CORD_FROM_THE_SIDE)
    + "".join(place(line(body.SPINOUS), 22, y) for y in (8, 42, 76))
    + place(instruments.needle(32), 71, 74, 92),
    "medial-branch": highlight_line(BRANCH, 8)
    + body.from_behind(48, 64, 1.3)
    + line(BRANCH)
    + place(instruments.needle(34), 74, 53, 70),
    "facet-injection": highlight_dot(48.5, 59, 9)
    + body.from_behind(36, 40)
    + body.from_behind(36, 77)
    + place(instruments.syringe(18), 50, 59, 80),
    "radiofrequency": highlight_dot(46, 88, 15)
    + nerve()
    + place(instruments.probe(), 48, 82, 40)
    + arcs(46, 88, (27, 35), 222, 258),
    "sacroiliac-injection": place(highlight_line(body.SI_JOINT, 10) + body.pelvis(), 0, 8)
    + place(instruments.needle(34), 75.5, 52, 4),
    "sacroiliac-fusion": body.pelvis() + filled(*(box(64, y, 22, 5.5, 2.5) for y in (33, 42, 51))),
    "joint-injection": place(highlight(KNEE_JOINT) + line(body.KNEE), -27) + place(instruments.syringe(14), 59, 68, 60),
    "nerve-block": highlight_dot(44, 88, 18) + nerve() + place(instruments.syringe(), 47, 80, 40),
    "vertebral-augmentation": body.column(18, 8, 3, 1.05, behind="") + highlight(CEMENT) + line(CEMENT, CANNULA),
    "sympathetic-plexus": place(highlight_dot(92, 60, 11) + line(BODIES) + mirrored(line("M28 8V112")) + GANGLIA, -14)
    + place(instruments.needle(24), 83, 61, 75),
    "spinal-cord-stimulator": body.column(10, 8, 3, 1.05, behind="")
    + line("M60 12V76C60 86 66 82 74 82")
    + filled(*(box(56, y, 8, 9, 2) for y in CONTACTS))
    + instruments.generator(92, 90),
    "peripheral-nerve-stimulator": line(NERVE_TREE)
    + line("M46 24V76C46 92 60 96 70 90")
    + filled(*(box(42, y, 8, 9, 2) for y in (28, 42, 56)))
    + filled(WEARABLE)
    + line("M78 78H82L85 70L89 86L91 78H95")
    + arcs(86, 78, (26, 33), -115, -65),
    "mild": highlight(THICK_LIGAMENT) + body.from_above() + place(instruments.tube(34, 8), 74, 84, 145),
    "interspinous-spacer": body.column(6, 20, 2, 1.3) + filled(SPACER),
    "interlaminar-fixation": body.from_behind(60, 38, 1.2)
    + body.from_behind(60, 82, 1.2)
    + filled(box(47, 36, 7, 66), box(66, 36, 7, 66))
    + line("M54 48H66M54 92H66M54 68H66"),
    "disc-heating": highlight_line(HEATED, 13) + line(body.ANNULUS, body.NUCLEUS) + line(HEATING_PROBE),
    "discectomy": highlight(BULGE) + line(BULGING_DISC, body.NUCLEUS) + place(instruments.tube(44, 8), 70, 62, 136),
    "sinuvertebral-nerve": body.column(8, 22, 2, 1.35, behind="")
    + highlight_line("M65 44C60 52 60 64 65 76", 9)
    + line(SINUVERTEBRAL)
    + place(instruments.probe(20), 70, 62, 115),
}
