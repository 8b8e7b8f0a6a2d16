"""Functions that return SVG elements in the common style of all illustrations.

A drawing is a square of 120 by 120 units. Lines are 2 units wide, have round ends, and use the text color of the
page. The important part of a drawing is filled with one accent color, below the lines.
A `path` is the value of an SVG `d` attribute. A `part` is a string of SVG elements.
"""

import re
from collections.abc import Iterable
from math import cos, radians, sin

SIZE = 120
ACCENT = "var(--illustration-accent, #f0b878)"


def line(*paths: str) -> str:
    """Return the paths as lines in the text color."""
    return f'<path d="{"".join(paths)}"/>'


def highlight(*paths: str) -> str:
    """Return the area inside the paths in the accent color, without an outline."""
    return f'<path d="{"".join(paths)}" fill="{ACCENT}" stroke="none"/>'


def highlight_dot(x: float, y: float, radius: float) -> str:
    """Return a circle filled with the accent color, without an outline."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{ACCENT}" stroke="none"/>'


def highlight_line(path: str, width: float = 8) -> str:
    """Return a wide line in the accent color along the path, for a nerve, a region or radiating pain."""
    return f'<path d="{path}" stroke="{ACCENT}" stroke-width="{width}"/>'


def dot(x: float, y: float, radius: float = 1.6) -> str:
    """Return a circle filled with the text color."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="currentColor" stroke="none"/>'


def circle(x: float, y: float, radius: float) -> str:
    """Return the outline of a circle in the text color."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}"/>'


def place(part: str, x: float = 0, y: float = 0, turn: float = 0, flip: bool = False) -> str:
    """Return the part moved to a point, rotated clockwise by `turn` degrees, or mirrored left to right by `flip`."""
    steps = []
    if x or y:
        steps.append(f"translate({x} {y})")
    if turn:
        steps.append(f"rotate({turn})")
    if flip:
        steps.append("scale(-1 1)")
    return f'<g transform="{" ".join(steps)}">{part}</g>' if steps else part


def mirrored(part: str) -> str:
    """Return the part and its mirror image, left and right of the middle of the drawing."""
    return part + place(part, x=SIZE, flip=True)


def scaled(path: str, factor: float) -> str:
    """Return the path with its coordinates multiplied by the factor; the line width stays the same.

    The path must contain no arcs (`A`), because their flags would be multiplied too.
    """
    return re.sub(r"-?\d*\.?\d+", lambda number: f" {float(number[0]) * factor:.1f}".replace(".0", ""), path)


def rays(x: float, y: float, inner: float, outer: float, angles: Iterable[float]) -> str:
    """Return short lines that point away from a point, from the inner to the outer radius.

    Angles are in degrees, clockwise from the right.
    """

    def end(angle: float, radius: float) -> str:
        return f"{x + radius * cos(radians(angle)):.1f} {y + radius * sin(radians(angle)):.1f}"

    return line(*(f"M{end(angle, inner)}L{end(angle, outer)}" for angle in angles))


def arcs(x: float, y: float, radii: Iterable[float], start: float, stop: float) -> str:
    """Return arcs around a point between two angles in degrees, for heat or an electric pulse."""

    def end(angle: float, radius: float) -> str:
        return f"{x + radius * cos(radians(angle)):.1f} {y + radius * sin(radians(angle)):.1f}"

    return line(*(f"M{end(start, r)}A{r} {r} 0 0 1 {end(stop, r)}" for r in radii))


def ribbon(*paths: str, width: float = 15) -> str:
    """Return bands along the paths, each in the accent color between two lines; later bands cover earlier ones."""
    return "".join(
        f'<g stroke-linecap="butt"><path d="{path}" stroke-width="{width + 2}"/>'
        f'<path d="{path}" stroke="{ACCENT}" stroke-width="{width - 2}"/></g>'
        for path in paths
    )


def box(x: float, y: float, width: float, height: float, radius: float = 3) -> str:
    """Return the path of a rectangle with round corners."""
    r, right, bottom = radius, x + width, y + height
    return (
        f"M{x + r} {y}H{right - r}Q{right} {y} {right} {y + r}V{bottom - r}Q{right} {bottom} {right - r} {bottom}"
        f"H{x + r}Q{x} {bottom} {x} {bottom - r}V{y + r}Q{x} {y} {x + r} {y}Z"
    )


def filled(*paths: str) -> str:
    """Return the paths as lines, filled with the accent color, so that they cover what is below."""
    return f'<path d="{"".join(paths)}" fill="{ACCENT}"/>'
