"""The home page, and the record of what the seed command has published."""

from home.models.home_page import HomePage
from home.models.seeded_page import SeededPage

__all__ = ["HomePage", "SeededPage"]
