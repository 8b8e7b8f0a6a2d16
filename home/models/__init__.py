"""The home page, and the records of what the seed command has published."""

from home.models.home_page import HomePage
from home.models.seeded_page import SeededPage
from home.models.seeded_row import SeededRow
from home.models.seeded_translation import SeededTranslation

__all__ = ["HomePage", "SeededPage", "SeededRow", "SeededTranslation"]
