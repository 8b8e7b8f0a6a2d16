"""Drawings for pages about the clinic: visits, documents, contact, and general services."""

from drawings import body, instruments
from drawings.parts import arcs, box, circle, dot, filled, highlight, highlight_dot, line, place

SPARKLE = "M0-9Q1.5-1.5 9 0Q1.5 1.5 0 9Q-1.5 1.5-9 0Q-1.5-1.5 0-9Z"
SMALL_SPARKLE = "M0-5Q1-1 5 0Q1 1 0 5Q-1 1-5 0Q-1-1 0-5Z"
HANDSET = (
    "M34 16L46 14Q50 14 52 18L58 36Q59 40 56 43L48 50C52 60 60 68 70 72L77 64Q80 61 84 62L102 68Q106 70 106 74L104 86"
    "Q102 102 88 102C50 102 18 70 18 32Q18 18 34 16Z"
)
ENVELOPE = "M18 50L12 56V104Q12 110 18 110H102Q108 110 108 104V56L102 50M14 58L54 84Q60 88 66 84L106 58"
CHECKS = "".join(f"M38 {y}L43 {y + 5}L51 {y - 5}M60 {y + 1}H82" for y in (48, 70, 92))
PIN = "M60 92C46 72 30 58 30 40C30 22 43 10 60 10C77 10 90 22 90 40C90 58 74 72 60 92Z"
GROUND = "M42 86C28 88 18 93 18 99C18 107 37 112 60 112C83 112 102 107 102 99C102 93 92 88 78 86"
BUBBLE = "M16 14H74Q82 14 82 22V50Q82 58 74 58H40L26 70V58H16Q8 58 8 50V22Q8 14 16 14Z"
ANSWER = "M92 46H102Q110 46 110 54V84Q110 92 102 92H100V106L84 92H58Q50 92 50 84V78"
TUBES = "M28 14H20V38C20 54 30 62 42 62C54 62 64 54 64 38V14H56M42 62V84C42 100 52 110 65 110C78 110 88 102 88 92"
IN_FRONT = "M34 112V96C34 82 46 74 60 74C74 74 86 82 86 96V112"
AT_THE_SIDES = "M10 96V84C10 74 17 68 27 68C31 68 34 69 37 71M110 96V84C110 74 103 68 93 68C89 68 86 69 83 71"

CLINIC = {
    "syringe": place(instruments.syringe(18, 1.6), 20, 100, 45),
    "drop-cells": highlight_dot(60, 76, 12)
    + line("M60 8C72 30 92 48 92 76C92 96 78 112 60 112C42 112 28 96 28 76C28 48 48 30 60 8Z")
    + circle(60, 76, 12)
    + dot(60, 76, 3)
    + circle(44, 92, 6)
    + circle(77, 93, 5)
    + circle(58, 50, 6)
    + dot(44, 92)
    + dot(58, 50),
    "face": highlight_dot(44, 72, 10)
    + line(body.HEAD)
    + place(line(SPARKLE), 44, 72)
    + place(line(SMALL_SPARKLE), 62, 58),
    "pill-bottle": highlight(box(30, 52, 46, 30, 0))
    + line(
        box(30, 30, 46, 78, 8),
        box(26, 12, 54, 18, 4),
        "M30 52H76M30 82H76M38 62H60M38 72H54M38 18V24M48 18V24M58 18V24M68 18V24",
    ),
    "clipboard": line(box(26, 20, 68, 92, 6), CHECKS) + filled(box(46, 12, 28, 16, 4)),
    "map-pin": highlight_dot(60, 42, 13) + line(PIN, GROUND) + circle(60, 42, 13),
    "phone": filled(HANDSET) + arcs(66, 54, (14, 26, 38), -75, -15),
    "calendar": highlight("M14 24Q14 20 20 20H100Q106 20 106 24V44H14Z")
    + line(box(14, 20, 92, 88, 6), "M14 44H106M38 10V28M82 10V28")
    + "".join(dot(x, y, 2.5) for y in (60, 76, 92) for x in (32, 51, 70, 88) if (x, y) != (70, 76))
    + filled(box(63, 69, 14, 14, 3)),
    "letter": filled("M32 12H74L90 28V70H32Z") + line("M74 12V28H90M44 34H70M44 46H78M44 58H78") + line(ENVELOPE),
    "stethoscope": filled("M88 72A10 10 0 1 1 88 92A10 10 0 1 1 88 72Z") + line(TUBES),
    "speech": highlight(BUBBLE) + line(BUBBLE) + line(ANSWER, "M26 30H64M26 42H54"),
    "padlock": highlight(box(24, 50, 72, 58, 8))
    + line(box(24, 50, 72, 58, 8), "M38 50V34C38 20 47 10 60 10C73 10 82 20 82 34V50M60 78V90")
    + circle(60, 73, 5),
    "people": highlight(IN_FRONT)
    + circle(60, 50, 16)
    + line(IN_FRONT, AT_THE_SIDES)
    + circle(27, 48, 11)
    + circle(93, 48, 11),
}
