"""Parts of the body that several drawings use. Constants are paths, functions return SVG elements."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

from drawings.parts import dot, highlight, highlight_line, line, mirrored, place, scaled

HEAD = (
    "M46 114V107Q46 101 40 101H31C22 101 21 95 21.5 90Q19 88 21 85Q18.5 83 20 80.5L20.5 76L16 75Q12.5 74 14.5 70L21 58"
    "C22.5 55 22.5 52 22.5 48C23 26 39 10 60 10C83 10 100 27 101 50C101.5 64 98 74 91 83C86 90 85 100 88 114"
)
BRAIN = (
    "M52 73C46 79 35 74 35 65C27 61 27 49 34 45C33 35 42 27 51 29C57 21 71 21 76 28C85 27 92 35 91 43"
    "C97 49 96 60 89 64C90 73 82 79 74 75"
)
STEM = (
    "M58 76C58 92 60 100 62 114M68 76C70 88 73 98 76 114M40 56C46 53 50 56 52 61M78 45C72 44 69 48 70 54"
    "M50 40C54 38 58 40 59 44"
)

# Person from behind, head to hips. Mirrored drawings contain only the right half.
BACK = (
    "M60 5C68.5 5 73.5 11 73.5 19.5C73.5 27 71 32 68 36.5C67 40 66.5 43 67.5 45C70 50 79 51 86 54C92 57 93 62 94 70"
    "C95 84 97 98 100 114M91.5 114C89.5 100 86 87 84 74.5C83 86 79.5 94 79.5 104C79.5 108 80 111 81 114"
)
BARS = [(39 + 4.5 * number, 3 + max(number - 3, 0) / 5) for number in range(17)]
ALL_BARS = "".join(f"M{60 - half:.1f} {y:g}H{60 + half:.1f}" for y, half in BARS)
REGIONS = {"neck": (40, 51), "mid_back": (59, 87), "lower_back": (95, 107)}


def back(region: str | None = None) -> str:
    """Return a person from behind with the spine; `region`, a key of `REGIONS`, is highlighted."""
    highlighted = highlight_line("M60 {}V{}".format(*REGIONS[region]), 18) if region else ""
    return highlighted + mirrored(line(BACK)) + line(ALL_BARS)


# Person from behind, from the waist down.
LEGS = (
    "M79 6C80 15 89 23 90 36C91 54 86 66 84 78C82 92 79 102 79 114"
    "M60 45C60 47 62 50 63 56C65 68 65 76 65 84C65 96 67 104 67 114"
)

# Person from the front, from the neck to the thighs.
TORSO = (
    "M67 5V8C68 14 78 15 86 19C93 22 95 28 96 37C97 52 99 68 102 86M93 88C90 74 86 60 83 46C81 58 77 66 77 76"
    "C77 88 83 98 84 114M60 104C60.5 107 61 110 61 114"
)

# Whole person from the front.
FIGURE = (
    "M60 4C64 4 66 7 66 11C66 15 65 17 63.5 19.5V22C65 25 70 25 73 27C76 29 77 32 77.5 36C78.5 44 80 52 82 66"
    "C82.5 71 79.5 73 78 70C76 62 73 50 71.5 38C71 44 70 46 70.5 52C71 58 73 62 73 68C73 78 71 84 70.5 90"
    "C71 98 69 104 68.5 110C70 112 71 114 69 115H64.5C63 112 64 106 63.5 101C62.5 94 63.5 90 63 84C62 76 62 70 60 65"
)

# Vertebra from the side, with the front of the body on the left: 78 units wide, 24 high. The next one is 34 below.
SIDE_BODY = (
    "M4 0C12 2 24 2 32 0Q36 0 36 4C34.5 9 34.5 15 36 20Q36 24 32 24C24 22 12 22 4 24Q0 24 0 20"
    "C1.5 15 1.5 9 0 4Q0 0 4 0Z"
)
SIDE_ARCH = (
    "M35.2 6H43C45 1 47-3 50-4Q54-4 53 1L53 5C60 8 70 10 75 14Q79 18 76 22Q72 24 66 22L53 18L50 25"
    "Q47 29 44 25L42 14H34.8"
)
SPINOUS = "M53 6L63 8Q77 11 78 18Q77 24 69 22L55 18Q52 12 53 6Z"
DISC = "M4 0H32Q37 4 32 8H4Q-1 4 4 0Z"
STEP = 34


def column(
    x: float,
    y: float,
    count: int,
    factor: float = 1,
    highlighted_discs: Collection[int] = (),
    behind: str = SIDE_ARCH,
) -> str:
    """Return a column of vertebrae from the side, with the discs between them.

    `highlighted_discs` are numbered from 0 at the top. `behind` is the path behind each vertebral body.
    """
    parts = []
    for number in range(count - 1):
        disc = scaled(DISC, factor)
        drawn = (highlight(disc) if number in highlighted_discs else "") + line(disc)
        parts.append(place(drawn, x, round(y + (25 + STEP * number) * factor, 1)))
    vertebra = line(scaled(SIDE_BODY + behind, factor))
    parts += [place(vertebra, x, round(y + STEP * number * factor, 1)) for number in range(count)]
    return "".join(parts)


# Vertebra from behind, centered at (0, 0): right half of the arch, and the spinous process. It is 68 units wide; the
# next one is 37 below.
REAR_HALF = (
    "M0-10C4-10 6-12 8-16Q12-20 16-16C17-12 17-9 18-7C24-9 30-10 33-7Q35-3 31-1C26 1 20 2 17 4C16 8 17 12 16 16"
    "Q13 20 9 17C7 12 5 10 3 10"
)
REAR_SPINOUS = "M-3.5-2Q0-6 3.5-2L3 14Q0 18-3 14Z"


def from_behind(x: float, y: float, factor: float = 1) -> str:
    """Return a vertebra from behind, centered at a point."""
    half = line(scaled(REAR_HALF, factor))
    return place(half + place(half, flip=True) + line(scaled(REAR_SPINOUS, factor)), x, y)


# Lumbar vertebra from above; the front of the body is at the top.
ABOVE_BODY = (
    "M60 12C77 12 90 22 90 37C90 45 87 51 81 55C73 52.5 66 51.5 60 51.5C54 51.5 47 52.5 39 55C33 51 30 45 30 37"
    "C30 22 43 12 60 12Z"
)
ABOVE_ARCH = (
    "M80.5 55C79.5 60 80 62 83 63C91 61 100 62 107 67Q111 71 108 75Q104 78 98 76L84 75C80 82 71 85 66 88L65 103"
    "Q64.5 108 60 108"
)
CANAL = "M60 59C69 58 75 59 74 65C73 72 66 80 60 81C54 80 47 72 46 65C45 59 51 58 60 59Z"


def from_above() -> str:
    """Return a lumbar vertebra from above."""
    return line(ABOVE_BODY, CANAL) + mirrored(line(ABOVE_ARCH))


# Intervertebral disc from above: soft center (nucleus), outer wall (annulus), ring inside the wall.
NUCLEUS = "M60 34C74 34 82 41 82 52C82 63 74 67 60 67C46 67 38 63 38 52C38 41 46 34 60 34Z"
ANNULUS = (
    "M60 14C87 14 105 29 105 54C105 70 97 82 87 88C77 85 68 83.5 60 83.5C52 83.5 43 85 33 88C23 82 15 70 15 54"
    "C15 29 33 14 60 14Z"
)
RING = (
    "M60 24C80 24 94 35 94 54C94 66 88 73 82 77C75 75 68 74.5 60 74.5C52 74.5 45 75 38 77C32 73 26 66 26 54"
    "C26 35 40 24 60 24Z"
)

# Pelvis from behind: the sacrum in the middle, and the right hip bone.
SACRUM = "M47 30Q60 25 73 30L75 38C73 52 67 66 62 76Q60 79 58 76C53 66 47 52 45 38Z"
HIP_BONE = (
    "M77 34C81 23 92 15 103 18C114 21 115 36 109 47C105 55 98 60 97 68C101 73 101 81 95 86C90 91 87 101 81 106"
    "Q73 111 69 104L64 96C61 92 62 88 66 86C74 83 80 78 81 72C81 65 74 60 73 52"
    "M75 92C78 87 84 83 88 84C89 88 84 96 79 99C75 99 73 96 75 92Z"
)
SI_JOINT = "M77 34C75 41 73 45 73 53"


def pelvis() -> str:
    """Return the pelvis from behind."""
    holes = "".join(dot(x, y, 1.3) for y, half in ((41, 5), (50, 4), (59, 3)) for x in (60 - half, 60 + half))
    return line(SACRUM) + mirrored(line(HIP_BONE)) + holes


KNEE = (
    "M46 8V32C46 42 33 43 33 54C33 62 42 64 49 62Q55 60 57 57Q60 54 63 57Q65 60 71 62C78 64 87 62 87 54"
    "C87 43 74 42 74 32V8"
    "M46 112V100C45 90 33 87 33 78Q33 73 38 73L55 74L60 70L65 74L82 73Q87 73 87 78C87 87 75 90 74 100V112"
)
SHOULDER = (
    "M68 114V92C68 84 55 74 57 58C59 46 70 40 80 42C93 45 98 56 95 67C92 77 88 84 88 92V114"
    "M10 26C30 21 46 25 62 22C78 20 92 23 98 30Q99 36 93 36C84 32 74 31 64 34C46 39 30 34 10 36"
    "M48 38C53 47 53 62 49 74C45 88 41 99 36 107Q32 113 28.5 107C22 93 16 70 14 44"
)
BURSA = "M64 39C74 35 86 37 96 45"
HIP = (
    "M62 66C57 71 48 71 42 66C34 60 33 48 40 41C48 34 60 36 65 45C71 48 77 47 81 43C87 38 95 42 95 50"
    "C95 58 92 64 91.5 74L90 114M71 114V92C71 80 69 73 62 66"
    "M86 6C86 20 80 31 68 34C57 24 40 26 31 37C24 48 27 64 36 74C30 82 28 92 32 104M20 6C12 20 14 36 27 44"
)
HAND = (
    "M44 114V103C38 98 34 93 30 87L15.5 67C12 60.5 19.5 54 25 59.5L36 71V32.5a5.75 5.75 0 0 1 11.5 0V57"
    "V22.5a5.75 5.75 0 0 1 11.5 0V56V26.5a5.75 5.75 0 0 1 11.5 0V58V38.5a5.75 5.75 0 0 1 11.5 0V78"
    "C82 90 79 97 75 103V114"
)
FOOT = "M56 8V44C56 56 49 63 38 69C27 75 13 79 11 90Q11 100 20 100H84C95 100 98 93 96 85C94 76 90 69 90 57V8"

# Spine from the side: points of its curve from the first cervical vertebra to the sacrum, then height and half width
# of each vertebra.
SPINE_CURVE = [(62, 6), (57, 17), (59, 27), (66, 42), (67, 56), (60, 72), (55, 82), (57, 92)]
SPINE_SIZES = [2.7] * 7 + [3.5 + 0.07 * number for number in range(12)] + [5.4] * 5
SPINE_HALVES = [4] * 7 + [4.6 + 0.17 * number for number in range(12)] + [7.2] * 5


def spine() -> str:
    """Return the spine from the side: 7 cervical, 12 thoracic and 5 lumbar vertebrae, sacrum and coccyx."""
    curve = _smooth(SPINE_CURVE)
    lengths = [0.0]
    for (x0, y0), (x1, y1) in pairwise(curve):
        lengths.append(lengths[-1] + hypot(x1 - x0, y1 - y0))
    bars, at = [], 0.0
    for size, half in zip(SPINE_SIZES, SPINE_HALVES, strict=True):
        middle = (at + size / 2) / sum(SPINE_SIZES) * lengths[-1]
        at += size
        here = next(index for index, length in enumerate(lengths) if length >= middle)
        (x0, y0), (x1, y1) = curve[max(here - 15, 0)], curve[min(here + 15, len(curve) - 1)]
        across = 0.6 * (atan2(y1 - y0, x1 - x0) - pi / 2)
        x, y = curve[here]
        bars.append(
            f"M{x - half * cos(across):.1f} {y - half * sin(across):.1f}"
            f"L{x + half * cos(across):.1f} {y + half * sin(across):.1f}"
        )
    return line(
        *bars, "M50 96L64 95C70 99 75 105 75 110C75 115 71 117 67 116C70 113 69 110 66 107C62 104 54 102 50 96Z"
    )


def _smooth(points: Sequence[tuple[float, float]], steps: int = 60) -> list[tuple[float, ...]]:
    """Return the points of a Catmull-Rom spline through the given points."""
    ends = [points[0], *points, points[-1]]
    curve = []
    for before, start, stop, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(before, start, stop, after, strict=True)
                )
            )
    return [*curve, points[-1]]
