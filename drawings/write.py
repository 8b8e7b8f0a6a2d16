"""Write every illustration to its file: `make drawings`.

A page shows a drawing with `<use href="….svg#drawing">`: it then takes the page's text color, and the accent from the
custom property `--illustration-accent`. The colors of the page are inherited; no style of the page reaches inside.
"""

from pathlib import Path

from drawings.family import DRAWINGS
from drawings.parts import SIZE

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img" / "illustrations"
FILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><g id="drawing" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{content}</g></svg>\n'
)


def file_of(name):
    """Return what the file of a drawing says."""
    return FILE.format(size=SIZE, content=DRAWINGS[name])


def write():
    """Write a file for each drawing, and remove those of drawings there are no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.svg"):
        if file.stem not in DRAWINGS:
            file.unlink()
    for name in DRAWINGS:
        (FOLDER / f"{name}.svg").write_text(file_of(name), encoding="utf-8")


if __name__ == "__main__":
    write()
