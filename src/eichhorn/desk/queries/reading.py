"""What is noticed in a request as it stands."""

from zoneinfo import ZoneInfo

from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.rules import Origin
from eichhorn.noticing.rules import Notice, Words, notices


def noticed(request: Request, version: RequestVersion) -> tuple[Notice, ...]:
    """Return what is noticed in the words of this version. No query where its pictures are loaded.

    Who filled in the form, or for whom the team did, chose a date or that any is welcome; who writes freely may have forgotten.
    """
    answers = (str(one["said"]) for one in version.answers)
    return notices(Words(
        title=request.title, text="\n".join((version.purpose, version.text, *answers)),
        came_on=request.received_at.astimezone(ZoneInfo(version.zone)).date(), zone=version.zone,
        has_wish=version.wish_local is not None,
        any_date=version.any_date or request.origin == Origin.FORM or request.entered_by_id is not None, has_picture=bool(version.pictures.all()),
    ))  # fmt: skip
