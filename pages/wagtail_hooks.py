"""What the admin does in its own way for our pages."""

from wagtail import hooks

from pages.placement import explain_wrong_destination

hooks.register("before_move_page", explain_wrong_destination)
