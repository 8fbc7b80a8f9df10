"""What is done to pictures on their way to a channel, said before anything leaves."""

from collections.abc import Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content.services import NewAttachment
from eichhorn.media import queries as media
from eichhorn.media import variants
from eichhorn.media.fitting import Misfit
from eichhorn.media.variants import Foreseen


class Said(TypedDict):
    """The sentences of a preview."""

    adapted: tuple[str, ...]
    unfit: tuple[str, ...]


def bringing(channel: Channel, pictures: Sequence[NewAttachment]) -> Said:
    """Return what is done to the pictures for this channel, and what cannot be done; each by the picture's name."""
    adapted, unfit = [], []
    for one in pictures:
        try:
            ahead = variants.foreseen(one.picture, one.framing, channels.takes(channel))
        except (media.PictureMissing, media.PictureOutOfReach):
            continue
        facts = {"name": one.picture.file_name, "channel": channel.name}
        if ahead.why is not None:
            unfit.append(_not_taken(ahead.why) % facts)
        elif said := _changed(ahead):
            adapted.append(
                said % (facts | {"side": _number(max(ahead.width_px, ahead.height_px)), "kind": _kind(ahead)})
            )
    return {"adapted": tuple(adapted), "unfit": tuple(unfit)}


def _changed(ahead: Foreseen) -> str:
    if ahead.is_smaller and ahead.is_rewritten:
        return _("%(name)s is made smaller for %(channel)s, to %(side)s pixels, and sent as %(kind)s.")
    if ahead.is_smaller:
        return _("%(name)s is made smaller for %(channel)s, to %(side)s pixels.")
    return _("%(name)s is sent to %(channel)s as %(kind)s.") if ahead.is_rewritten else ""


def _number(side_px: int) -> str:
    return f"{side_px:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _kind(ahead: Foreseen) -> str:
    return {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}.get(ahead.media_type, "")


def _not_taken(why: Misfit) -> str:
    match why:
        case Misfit.TOO_LARGE:
            return _(
                "%(name)s is too large for %(channel)s, even as small as we make it. Please choose another picture."
            )
        case Misfit.KIND:
            return _("%(channel)s takes no kind of picture that we can make of %(name)s.")
        case Misfit.TOO_NARROW:
            return _("%(name)s is too long and narrow for %(channel)s. Please choose a part of it.")
        case Misfit.MOVES:
            return _("%(name)s moves, and %(channel)s takes no moving pictures of this kind.")
        case Misfit.MOVES_TOO_LARGE:
            return _("%(name)s moves and is too large for %(channel)s. Made smaller, it would no longer move.")
        case Misfit.MOVES_CUT:
            return _("%(name)s moves and cannot be cut. Please show it whole.")
