"""What people say about a draft."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Sent, Shown, Text, Words, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import LONGEST_PASSAGE, LONGEST_REMARK, Audience, Settled

RemarkAudience = Annotated[Audience, words_of(Audience)]
RemarkEnd = Annotated[Settled, words_of(Settled)]


class NewRemark(Sent):
    """Something said about a draft, or another wording for a passage of it, or both."""

    text: Text = Field("", max_length=LONGEST_REMARK, examples=["Stimmt das Datum?"])
    passage: Text = Field(
        "", max_length=LONGEST_PASSAGE, description="The passage, word for word as it stands in the text.", examples=["15. Juni"]
    )  # fmt: skip
    wording: Text = Field(
        "", max_length=LONGEST_REMARK, description="What should stand there instead.", examples=["16. Juni"]
    )
    audience: RemarkAudience = Audience.TEAM


class NewRemarkAnswer(Sent):
    """An answer to a remark."""

    text: Words = Field(max_length=LONGEST_REMARK, examples=["Ja, geprüft."])


class Settling(Sent):
    """What becomes of a remark."""

    how: RemarkEnd = Field(examples=["done"])


class RemarkShown(Shown):
    """A remark, or an answer to one."""

    id: int = Field(examples=[5])
    draft: int = Field(examples=[7])
    version: int = Field(description="The number of the version that it was said about.", examples=[2])
    answers: int | None = Field(description="The remark that it answers.")
    text: str = Field(examples=["Stimmt das Datum?"])
    passage: str = Field(examples=["15. Juni"])
    wording: str = Field(description="What should stand in the place of the passage; empty where nothing is proposed.")
    audience: str = Field(examples=["team"])
    by: PersonShown | None
    at: datetime
    settled: str = Field(description="Empty while it is open.", examples=["done"])
    settled_by: PersonShown | None
    settled_at: datetime | None


def remark(of: Remark) -> RemarkShown:
    """Return the remark as it is shown; version and people are loaded."""
    return RemarkShown(
        id=of.pk, draft=of.draft_id, version=of.version.number, answers=of.answers_id, text=of.text, passage=of.passage,
        wording=of.wording, audience=of.audience, by=person(of.by), at=of.at, settled=of.settled,
        settled_by=person(of.settled_by), settled_at=of.settled_at,
    )  # fmt: skip
