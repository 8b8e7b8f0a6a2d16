"""Template tag for the parts of a page that are the same on many pages."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from pages.site_context import site_context

register = template.Library()


class KeptNode(template.Node):
    """A part of a template whose HTML is kept until the site changes."""

    def __init__(self, nodelist: NodeList, name: FilterExpression, variant: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.variant = variant

    def render(self, context: Context) -> SafeString:
        """Return the HTML of the part."""
        site = context.get("site") or site_context(context.get("request"))
        values = [value.resolve(context) for value in self.variant]
        return site.keep(f"part {self.name.resolve(context)}", lambda: self.nodelist.render(context), *values)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Render the part once and keep it: `{% kept "menu" site.place_in_menu %}…{% endkept %}`.

    The part may depend on the language, on what staff have published, on the time, and on the values after its name.
    See `SiteContext.keep`.
    """
    _tag, name, *variant = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, parser.compile_filter(name), [parser.compile_filter(value) for value in variant])
