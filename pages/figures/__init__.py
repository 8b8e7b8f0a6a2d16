"""The figures of condition and treatment pages: a drawing with numbered labels and a caption.

The labels belong to the drawing, so every page that shows the drawing has the same ones. They are texts of the
interface (`locale/`), translated like its buttons.
"""

from pages.figures.conditions import CONDITIONS
from pages.figures.figure import Figure
from pages.figures.treatments import TREATMENTS

FIGURES = {**CONDITIONS, **TREATMENTS}


def figure_of(illustration: str) -> Figure | None:
    """Return the figure of a drawing; None if the drawing has no labels."""
    return FIGURES.get(illustration)
