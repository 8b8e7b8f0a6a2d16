"""Wagtail hooks about the home page."""

from wagtail import hooks

from home.vital_pages import vital_pages

hooks.register("register_vital_pages", vital_pages)
