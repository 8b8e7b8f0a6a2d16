"""Write every illustration to its file: `make drawings`.

A page shows a drawing with `<use href="….svg#drawing">`. The drawing inherits the text color of the page and the custom
property `--illustration-accent`. Other styles of the page do not apply inside it.
"""

from pathlib import Path

from drawings.catalog import DRAWINGS
from drawings.parts import SIZE

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img" / "illustrations"
FILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><g id="drawing" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{content}</g></svg>\n'
)


def svg_of(name: str) -> str:
    """Return the SVG file of a drawing as text."""
    return FILE.format(size=SIZE, content=DRAWINGS[name])


def write() -> None:
    """Write one file per drawing, and delete the files of drawings that no longer exist."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.svg"):
        if file.stem not in DRAWINGS:
            file.unlink()
    for name in DRAWINGS:
        (FOLDER / f"{name}.svg").write_text(svg_of(name), encoding="utf-8")


if __name__ == "__main__":
    write()
