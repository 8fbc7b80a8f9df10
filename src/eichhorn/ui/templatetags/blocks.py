"""Blocks of a child template used as values: the title stands in the window too, an empty aside makes no column.

The difficult thing: Django shows a block only where it stands. A block is a list of nodes kept in the render context,
so it can be rendered once more, in the place that asks.
"""

from django import template
from django.template.base import Parser, Token
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

register = template.Library()


def rendered(context: template.Context, name: str) -> str:
    """Return what the block of the furthest child renders, stripped; empty where nobody fills it."""
    blocks: BlockContext | None = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    with context.push():
        return block.nodelist.render(context).strip()


class BlockValue(template.Node):
    """Keeps the rendered block under a name of the context."""

    def __init__(self, name: str, target: str) -> None:
        self.name, self.target = name, target

    def render(self, context: template.Context) -> SafeString:
        context[self.target] = SafeString(rendered(context, self.name))
        return SafeString("")


@register.tag
def filled(_parser: Parser, token: Token) -> BlockValue:
    """Keep a block's text: {% filled "aside" as aside_shown %}."""
    try:
        _tag, name, _as, target = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError('Write {% filled "name" as variable %}.') from None
    return BlockValue(name.strip("\"'"), target)


@register.simple_tag(takes_context=True)
def words(context: template.Context, name: str) -> SafeString:
    """Show a block as plain words, for the title of the window."""
    return SafeString(" ".join(strip_tags(rendered(context, name)).split()))
