"""Remarks about drafts, made as people make them."""

from datetime import datetime

from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.remarks import services
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import Audience
from tests.make.people import NOW


def remark(
    draft: Draft,
    *,
    by: Person,
    text: str = "Stimmt das Datum?",
    passage: str = "",
    wording: str = "",
    audience: Audience = Audience.TEAM,
    now: datetime = NOW,
) -> Remark:
    """Return what somebody said about the draft."""
    return services.remark(draft=draft, text=text, passage=passage, wording=wording, audience=audience, by=by, now=now)
