"""Files to accept (`good/`, which `build.py` makes, and `special.py`), and files to refuse (`bad.py`)."""

from pathlib import Path

GOOD = Path(__file__).parent / "good"
