"""What several drawings share: one pen, and the parts of the body and instruments drawn with it.

Every drawing stands on a square of 120 units. A line is 2 units wide with round ends, in the color of the text;
what matters in the drawing lies below it in one accent. A part is a string of SVG; `put` places it.
"""

import re
from math import cos, radians, sin

SIZE = 120
ACCENT = "var(--illustration-accent, #f0b878)"


def line(*paths):
    """Draw paths with the pen."""
    return f'<path d="{"".join(paths)}"/>'


def lit(*paths):
    """Fill the inside of paths with the accent, without a line around them."""
    return f'<path d="{"".join(paths)}" fill="{ACCENT}" stroke="none"/>'


def lit_dot(x, y, radius):
    """Fill a circle with the accent."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{ACCENT}" stroke="none"/>'


def lit_way(path, width=8):
    """Draw a wide stroke along a path in the accent: a nerve, a region, a way that pain takes."""
    return f'<path d="{path}" stroke="{ACCENT}" stroke-width="{width}"/>'


def ink_dot(x, y, radius=1.6):
    """Draw a dot in the color of the lines."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="currentColor" stroke="none"/>'


def circle(x, y, radius):
    """Draw a circle with the pen."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}"/>'


def put(part, x=0, y=0, turn=0, flip=False):
    """Place a part at a point, turned clockwise by degrees, or seen in the mirror."""
    steps = []
    if x or y:
        steps.append(f"translate({x} {y})")
    if turn:
        steps.append(f"rotate({turn})")
    if flip:
        steps.append("scale(-1 1)")
    return f'<g transform="{" ".join(steps)}">{part}</g>' if steps else part


def mirrored(part):
    """Draw a part and its mirror image about the middle of the square."""
    return part + put(part, x=SIZE, flip=True)


def scaled(path, factor):
    """Return the path larger or smaller, so that the pen's width stays; it must have no arcs."""
    return re.sub(r"-?\d*\.?\d+", lambda number: f" {float(number[0]) * factor:.1f}".replace(".0", ""), path)


def rays(x, y, inner, outer, angles):
    """Draw short strokes that spread from a point, each at an angle in degrees clockwise from the right."""

    def end(angle, radius):
        return f"{x + radius * cos(radians(angle)):.1f} {y + radius * sin(radians(angle)):.1f}"

    return line(*(f"M{end(angle, inner)}L{end(angle, outer)}" for angle in angles))


def arcs(x, y, radii, start, stop):
    """Draw arcs about a point between two angles in degrees: warmth, or a pulse."""

    def end(angle, radius):
        return f"{x + radius * cos(radians(angle)):.1f} {y + radius * sin(radians(angle)):.1f}"

    return line(*(f"M{end(start, r)}A{r} {r} 0 0 1 {end(stop, r)}" for r in radii))


def ribbon(*paths, width=15):
    """Draw bands one above the other, each in the accent between two lines."""
    return "".join(
        f'<g stroke-linecap="butt"><path d="{path}" stroke-width="{width + 2}"/>'
        f'<path d="{path}" stroke="{ACCENT}" stroke-width="{width - 2}"/></g>'
        for path in paths
    )


def box(x, y, width, height, radius=3):
    """Return the path of a rectangle with round corners."""
    r, right, foot = radius, x + width, y + height
    return (
        f"M{x + r} {y}H{right - r}Q{right} {y} {right} {y + r}V{foot - r}Q{right} {foot} {right - r} {foot}"
        f"H{x + r}Q{x} {foot} {x} {foot - r}V{y + r}Q{x} {y} {x + r} {y}Z"
    )


def solid(*paths):
    """Draw paths filled with the accent, over whatever lies below."""
    return f'<path d="{"".join(paths)}" fill="{ACCENT}"/>'
