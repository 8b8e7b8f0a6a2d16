"""What the worker adds to the admin."""

from wagtail import hooks

from ioipm.worker.panel import add_panel

hooks.register("construct_homepage_panels", add_panel)
