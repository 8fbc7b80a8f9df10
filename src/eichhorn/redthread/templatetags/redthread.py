"""Pictures of the red thread."""

from typing import Any

from django import template

from eichhorn.redthread.rules import PillarShare

register = template.Library()


@register.inclusion_tag("redthread/wish.html")
def wish(share: PillarShare, scale: int) -> dict[str, Any]:
    """Show a share as a bar, and the wish as a line across it; the words beside it say the same."""
    return {
        "bar": f"{(share.percent or 0) * 100 / scale:.2f}",
        "line": f"{max(0.0, share.wished * 100 / scale - 0.3):.2f}" if share.wished is not None else "",
    }
