"""Drawings for conditions: the body, its bones and nerves, with the affected part highlighted."""

from drawings import body
from drawings.parts import (
    arcs,
    circle,
    dot,
    highlight,
    highlight_dot,
    highlight_line,
    line,
    mirrored,
    place,
    rays,
    ribbon,
)

KNEE_JOINT = "M33 65Q60 68 87 65V72Q60 70 33 72Z"
PALM = "M36 66H82V78C82 90 79 97 75 103V114H44V103C38 98 34 93 30 87L15.5 67C12 60.5 19.5 54 25 59.5L36 71Z"
SOCK = "M38 69C27 75 13 79 11 90Q11 100 20 100H84C95 100 98 93 96 85C95 80 93 77 92 73C74 78 56 76 38 69Z"
FRACTURED = (
    "M24 51C32 51 44 49 52 46Q56 46 56 50C54.5 55 54.5 60 56 66Q56 70 52 70C44 68 32 67 24 67Q20 67 20 63Q21 59 20 55"
    "Q20 51 24 51Z"
)
ROD = "M84 16V104M90 16V104M84 16Q87 12 90 16M84 104Q87 108 90 104"
SCREWS = "M40 36H78M48 33V39M54 33V39M60 33V39M78 30H96V42H78ZM40 82H78M48 79V85M54 79V85M60 79V85M78 76H96V88H78Z"
CORD = "M51 6V92C51 98 56 104 56 114M60 96V114"
ROOTS = "".join(f"M51 {y}C46 {y + 2} 40 {y + 10} 22 {y + 14}" for y in (20, 44, 68))
BANDS = ("M40 110C52 88 80 50 80 32C80 18 70 13 60 13", "M80 110C68 88 40 50 40 32C40 18 50 13 60 13")
FACE_NERVES = "M76 58C66 54 54 46 40 42M76 58C64 60 52 64 36 64M76 58C68 68 56 80 40 88"
ARM_NERVE = "M60 48C68 54 80 56 86 64C90 76 93 92 95 108"
LEG_NERVE = "M60 24C62 32 71 34 73 46C75 60 74 74 73 84C73 96 74 104 73 110"
SHINGLES = "M60 66C68 60 76 55 81.5 52C80.5 58 79 63 78 68C72 72 66 78 60 82Z"

CONDITIONS = {
    "spine": highlight_line("M59 72C56 78 55 82 56 90", 20) + body.spine(),
    "back-neck": body.back("neck"),
    "back-middle": body.back("mid_back"),
    "back-lower": body.back("lower_back"),
    "arm-nerve": highlight_line(ARM_NERVE, 7) + mirrored(line(body.BACK)) + line(body.ALL_BARS),
    "leg-nerve": highlight_line(LEG_NERVE, 7)
    + mirrored(line(body.LEGS))
    + line("M60 36V45M55 7H65M55 12.5H65M55.5 18H64.5M56 23.5H64"),
    "chest-band": highlight(SHINGLES)
    + mirrored(line(body.TORSO))
    + dot(60, 92, 1.5)
    + "".join(dot(x, y, 1.3) for x, y in ((66, 71), (72, 64), (75, 67), (68, 66))),
    "belly": highlight_dot(60, 84, 16) + mirrored(line(body.TORSO)) + dot(60, 80, 1.5),
    "body-points": "".join(
        highlight_dot(60 + side * x, y, 4.2) for x, y in ((8, 29), (18, 50), (7, 63), (6.5, 88)) for side in (-1, 1)
    )
    + mirrored(line(body.FIGURE)),
    "head-nerves": highlight_line(FACE_NERVES, 6.5) + line(body.HEAD) + dot(76, 58, 3),
    "brain": highlight_dot(63, 52, 10) + line(body.HEAD, body.BRAIN, body.STEM),
    "shoulder": highlight_line(body.BURSA, 8) + line(body.SHOULDER),
    "hip": highlight_line("M67 38C57 30 44 31 36 41C30 50 32 62 40 70", 7) + line(body.HIP),
    "knee": highlight(KNEE_JOINT) + line(body.KNEE),
    "hand": highlight(PALM) + line(body.HAND) + arcs(82, 80, (12, 19), -35, 35) + arcs(30, 92, (8, 15), 130, 200),
    "foot-nerves": highlight(SOCK)
    + line(body.FOOT, "M24 100C21 97 21 93 23 90")
    + rays(20, 90, 17, 25, (195, 225, 255)),
    "compression-fracture": highlight(FRACTURED)
    + line(FRACTURED)
    + place(line(body.SIDE_ARCH), 20, 46)
    + place(line(body.SIDE_BODY + body.SIDE_ARCH), 20, 10)
    + place(line(body.SIDE_BODY + body.SIDE_ARCH), 20, 84)
    + line("M34 50L38 57L33 60L38 67"),
    "fused-spine": body.column(20, 20, 2, 1.35, highlighted_discs=(0,), behind="") + line(ROD, SCREWS),
    "ribbon": ribbon(*BANDS) + line("M33 106L47 114M87 106L73 114"),
    "disc": highlight(body.NUCLEUS) + line(body.ANNULUS, body.RING, body.NUCLEUS),
    "vertebra": highlight(body.CANAL) + body.from_above(),
    "nerve-root": highlight_line("M69 44C74 46 80 54 98 58", 9) + mirrored(line(ROOTS, CORD)),
    "facet-joint": highlight_dot(75, 59.5, 9) + body.from_behind(60, 38, 1.2) + body.from_behind(60, 82, 1.2),
    "sacroiliac-joint": highlight_line(body.SI_JOINT, 10)
    + highlight_line("M43 34C45 41 47 45 47 53", 10)
    + body.pelvis(),
    "skin": highlight("M10 38C26 30 42 46 60 38C78 30 94 46 110 38V66C94 74 78 58 60 66C42 74 26 58 10 66Z")
    + line(
        "M10 38C26 30 42 46 60 38C78 30 94 46 110 38V104H10ZM10 66C26 58 42 74 60 66C78 58 94 74 110 66",
        "M44 14C42 24 40 34 38 42V54Q38 60 34 60M84 14C82 24 80 30 80 36V50Q80 56 76 56",
    )
    + circle(26, 86, 5)
    + circle(46, 90, 7)
    + circle(68, 85, 5)
    + circle(92, 88, 7),
}
