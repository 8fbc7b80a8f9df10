"""Why a queue stays as it is, in words."""

from django.utils.translation import gettext

from eichhorn.planning import services as plans
from eichhorn.queueing.queries import NotWaiting
from eichhorn.queueing.rules import NoPlace
from eichhorn.queueing.services import UnderWay


def why(problem: Exception) -> str:
    """Return what stands against a change of the queue."""
    match problem:
        case NoPlace():
            return gettext("Within half a year no further place is free, so everything stays. Please add places first.")
        case UnderWay(slot=slot):
            return gettext("“%(title)s” is on its way at this moment, so everything stays.") % {"title": slot.title}
        case NotWaiting():
            return gettext(
                "This post cannot wait on this channel. It may be out, put back, or meant for other channels."
            )
        case plans.NotMovable():
            return gettext("It is out already. Its date can no longer be changed.")
    return gettext("Somebody has changed the queue meanwhile, so everything stays. This is how it is now.")
