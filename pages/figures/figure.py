"""A drawing with numbered marks, and what each mark shows."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise

SIZE = 120  # of a drawing: units across and down
MARGIN = 16  # from the drawing to the middle of a mark
TOP, BOTTOM = 6, 114  # of the marks
GAP = 20  # between the middles of two marks


class Label(NamedTuple):
    """A point of a drawing, in the units of the drawing, and what is there."""

    x: float
    y: float
    text: Promise


class Mark(NamedTuple):
    """The number of a label, where it stands beside the drawing, and the point to which its line leads."""

    number: int
    x: float
    y: float
    point_x: float
    point_y: float


class Figure:
    """The caption and the labels of a drawing. The label with number 1 is the most important."""

    def __init__(self, caption: Promise, *labels: Label) -> None:
        self.caption, self.labels = caption, labels

    @property
    def marks(self) -> list[Mark]:
        """The marks, each on the side of the drawing that is closer to its point, without overlaps."""
        numbered = list(enumerate(self.labels, 1))
        left = [(number, label) for number, label in numbered if label.x < SIZE / 2]
        right = [(number, label) for number, label in numbered if label.x >= SIZE / 2]
        return sorted([*_column(-MARGIN, left), *_column(SIZE + MARGIN, right)])


def _column(x: float, numbered: Iterable[tuple[int, Label]]) -> list[Mark]:
    """Return the marks of one side, each as near to the height of its point as the others allow."""
    from_above = sorted(numbered, key=lambda pair: pair[1].y)
    heights = _spread([label.y for _number, label in from_above])
    return [Mark(number, x, y, label.x, label.y) for (number, label), y in zip(from_above, heights, strict=True)]


def _spread(heights: Iterable[float]) -> list[float]:
    """Return the sorted heights, moved apart so that they are at least `GAP` apart and within `TOP` and `BOTTOM`."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + GAP if placed else TOP))
    lowest = float(BOTTOM)
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], lowest)
        lowest = placed[index] - GAP
    return placed
