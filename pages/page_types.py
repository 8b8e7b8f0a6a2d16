"""Find the page types of all installed apps."""

from wagtail.models import Page, get_page_models


def page_types(base: type) -> list[type[Page]]:
    """Return the page types that inherit from `base`, which is `BasePage` or a mixin such as `IllustratedMixin`."""
    return [model for model in get_page_models() if issubclass(model, base)]
