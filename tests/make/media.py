"""Pictures, as real bytes."""

import io
import os
from dataclasses import replace
from datetime import datetime
from typing import Any

from PIL import Image

from eichhorn.media import services
from eichhorn.media.models import Picture, Shown, SomebodyShown
from eichhorn.media.rules import Consent, Known
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests.make import people
from tests.make.people import NOW, numbers


def png(*, width: int = 8, height: int = 6) -> bytes:
    """Return the bytes of a fresh small picture; each one differs, also from those of the other workers of this run."""
    number, worker = next(numbers), os.getpid()
    out = io.BytesIO()
    image = Image.new("RGB", (width, height), (number % 256, number // 256 % 256, 90))
    image.putpixel((0, 0), (worker % 256, worker // 256 % 256, worker // 65_536 % 256))
    image.save(out, "PNG")
    return out.getvalue()


def picture(*, by: Person | None = None) -> Picture:
    return services.store(content=png(), file_name="bagger.png", by=by, now=NOW)


def shown(
    picture: Picture, name: str = "Anna Beispiel", *, consent: Consent = Consent.GIVEN, now: datetime = NOW
) -> Shown:
    """Return somebody who is shown on the picture, with what they said."""
    by = people.person(role=RoleKind.COMMUNITY)
    return services.name_person(picture=picture, name=name, consent=consent, said_on=now.date(), by=by, now=now)


def withdraw(one: SomebodyShown, *, now: datetime = NOW) -> None:
    """They take their consent back."""
    by = people.person(role=RoleKind.COMMUNITY)
    services.say_consent(shown=one, consent=Consent.WITHDRAWN, said_on=now.date(), by=by, now=now)


def known(picture: Picture, *, now: datetime = NOW, **said: Any) -> Picture:
    """Return the picture with what somebody said of it."""
    by = people.person(role=RoleKind.COMMUNITY)
    return services.describe(picture=picture, known=replace(Known(), **said), by=by, now=now)
