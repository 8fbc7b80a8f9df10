"""Requests, made as guests make them, and the form's address."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import count

from eichhorn.channels.models import Channel
from eichhorn.desk import forms, services
from eichhorn.desk.models import Request
from eichhorn.desk.rules import AnswerKind
from eichhorn.foundation import clock
from eichhorn.people import links
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.strategy.models import Goal
from tests import make

numbers = count(1)
__all__ = ["appeal_token", "filled_in", "form_token", "request", "status_token"]


def request(
    title: str = "",
    *,
    wish: datetime | None = None,
    channels: Collection[Channel] = (),
    goal: Goal | None = None,
    text: str = "Wir verlosen drei Wallboxen unter allen, die bis Freitag kommentieren.",
    purpose: str = "Aufmerksamkeit",
    name: str = "Carsten Wolff",
    email: str = "carsten.wolff@erlengrund.example",
    language: str = "de",
    pictures: Sequence[services.NewPicture] = (),
    confidential: bool = False,
    now: datetime = make.people.NOW,
) -> Request:
    """Return a new request that waits for an answer."""
    make.people.organisation()
    return services.open_request(
        title=title or f"Anfrage {next(numbers)}", requester_name=name, requester_email=email, language=language,
        asked=services.Asked(
            purpose=purpose, goal=goal, text=text, text_language=language, wish_local=wish, channels=channels, pictures=pictures
        ),
        confidential=confidential, now=now,
    )  # fmt: skip


def form_token() -> str:
    """Return the token of the public form."""
    make.people.organisation()
    return services.renew_form_link(by=None, now=clock.now())


def status_token(of: Request) -> str:
    """Return a token as it is mailed to the requester."""
    return links.issue(
        purpose=LinkPurpose.REQUEST, object_id=of.pk, person=of.requester, to_email=of.requester_email,
        lasts=timedelta(days=30), now=clock.now(),
    )  # fmt: skip


def appeal_token(*, by: Person, now: datetime = make.people.NOW) -> str:
    """Return the token under which somebody who is named for it decides about an objection."""
    head = make.people.person("Dr. Helene Voss")
    services.set_terms(answer_hours=4, appeal_to=head, appeal_days=2, by=None, now=now)
    declined = services.decide(
        request=request(now=now), answer=AnswerKind.DECLINE, text="Diesmal nicht.", by=by, now=now
    )
    said = services.requester_objects(request=declined, text="Der Termin steht fest.", now=now)
    return links.issue(purpose=LinkPurpose.APPEAL, object_id=said.pk, person=head, lasts=timedelta(days=30), now=now)


def filled_in(**given: object) -> dict[str, object]:
    """Return what a browser sends for a good request, with what differs."""
    return {
        "title": "Gewinnspiel Wallbox", "when": "any", "wish": "", "purpose": "Mehr Menschen kennen unser Angebot",
        "text": "Wir verlosen drei Wallboxen.", "text_language": "de", "alt": "", "goal": "", "name": "Carsten Wolff",
        "email": "carsten.wolff@erlengrund.example", "website": "",
        "stamp": forms.stamp(clock.now() - timedelta(minutes=2)),
    } | given  # fmt: skip
