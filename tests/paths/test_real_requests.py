"""Requests that people really wrote travel from the form to a real server, and are read back there.

The wording of a request stands nowhere here: which ones travel is chosen by rule, and their text is shortened by the
same hand for all, as an editor would.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import Settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.delivery.rules import State
from eichhorn.desk.models import Request
from eichhorn.desk.rules import State as Asked
from eichhorn.foundation import clock
from eichhorn.foundation.text import comparable
from eichhorn.notices.models import Notice
from eichhorn.notices.services import SEAL
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.servers.conftest import mastodon_mock, one_mastodon_mock, open_way  # noqa: F401  fixtures
from tests.servers.running import Running

TRAVELLERS = 3
FITS = 420
"""Code points that an editor leaves of a long request, so that it fits wherever 500 are taken."""
ALT = "A squirrel holding an acorn, drawn by the test"


def real_requests() -> list[dict[str, str]]:
    """Return the first ones that hold text to publish: not an empty template, and some of it left without its questions."""
    folder = os.environ.get("EICHHORN_REAL_DATA")
    if not folder:
        pytest.skip("EICHHORN_REAL_DATA does not name the folder with real requests")
    lines = (Path(folder) / "requests_real_issues" / "requests.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    usable = [row for row in rows if len(edited(row["request"])) > 120 and not row["request"].startswith("(")]
    assert len(usable) >= TRAVELLERS
    return usable[:TRAVELLERS]


def edited(text: str) -> str:
    """Return what an editor leaves: no questions of a form, whole sentences, and no more than fits."""
    lines = [
        line for line in text.splitlines() if line.strip() and not re.fullmatch(r"[^.!]{0,60}[?:.]?", line.strip())
    ]
    words = " ".join(lines).strip() or text.strip()
    if len(words) <= FITS:
        return words
    cut = words[:FITS]
    return cut[: max(cut.rfind(". "), cut.rfind("! "), cut.rfind(" ")) + 1].strip()


def link_in(notice: Notice, path: str) -> str:
    """Return the link of a mail, as its addressee reads it."""
    from django.conf import settings

    body = settings.KEYS.unseal(bytes(notice.body_sealed), purpose=SEAL)
    found = re.search(rf"http://testserver(/{path}/\S+)", body)
    assert found is not None
    return found.group(1)


@pytest.fixture
def channel(db: None, mastodon_mock: Running, settings: Settings) -> Iterator[Channel]:  # noqa: F811
    settings.OUTBOUND_ALLOW = frozenset({mastodon_mock.host_port})
    make.people.organisation()
    return make.channels.connected(mastodon_mock.url, mastodon_mock.tokens["stadtwerke"], now=clock.now())


@pytest.fixture
def manager() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def test_three_real_requests_reach_the_server_with_text_language_order_and_picture(
    channel: Channel,
    mastodon_mock: Running,  # noqa: F811
    manager: Person,
) -> None:
    make.review.four_eyes()
    form = f"/ask/{make.desk.form_token()}/"
    dues = [
        travel(row, number, form, channel, make.people.client_of(manager)) for number, row in enumerate(real_requests())
    ]
    for due in sorted(dues):
        make.delivery.run(due)
    there = list(reversed(mastodon_mock.statuses("stadtwerke")))
    drafts = list(Draft.objects.order_by("slot__due_at").select_related("latest", "slot"))
    assert [comparable(status["content"]) for status in there] == [comparable(draft.latest.text) for draft in drafts]
    assert [status["language"] for status in there] == ["en", "en", "en"]
    assert [[media["description"] for media in status["media_attachments"]] for status in there] == [[], [ALT], []]
    assert {make.delivery.of(draft).state for draft in drafts} == {State.SENT}
    assert set(Request.objects.values_list("state", flat=True)) == {Asked.DONE}


def travel(row: dict[str, str], number: int, form: str, channel: Channel, team: Client) -> datetime:
    """Lead one request from the form to its approval through the pages; return the instant at which it is due."""
    picture = (
        {"picture": SimpleUploadedFile("squirrel.png", make.media.png(), "image/png"), "alt": ALT}
        if number == 1
        else {}
    )
    given = make.desk.filled_in(
        title=row["title"][:160],
        text=row["request"][:5000],
        text_language="en",
        purpose="as the request says",
        **picture,
    )
    assert make.people.guest("en").post(form, given).status_code == 303
    request = Request.objects.latest("pk")
    local = datetime.combine(
        clock.now().astimezone(ZoneInfo("Europe/Berlin")).date() + timedelta(days=20 + number), datetime.min.time()
    ).replace(hour=11)
    answer = {
        "answer": "later", "text": "Gladly, on this day.", "later_at": f"{local:%d.%m.%Y %H:%M}", "channels": [channel.pk],
    }  # fmt: skip
    assert team.post(f"/requests/triage/{request.pk}/", answer).status_code == 303
    request.refresh_from_db()
    assert request.slot is not None
    begun = team.post(f"/plan/slots/{request.slot.pk}/draft/")
    page = begun["Location"]
    draft = Draft.objects.select_related("latest").get(slot=request.slot)
    typed = {
        "text": edited(row["request"]), "language": "en", "based_on": draft.latest.number,
        "kept": [a.picture.digest for a in draft.latest.attachments.all()],
        **{f"alt_{a.picture.digest}": a.alt for a in draft.latest.attachments.all()},
    }  # fmt: skip
    assert team.post(page, typed).status_code == 303
    assert team.post(f"{page}hand-in/").status_code == 303
    decision = link_in(Notice.objects.filter(decides=True).latest("pk"), "approve")
    approver = make.people.guest("en")
    shown = approver.get(decision)
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', shown.content.decode())
    assert digest is not None, shown.content.decode()[-3000:]
    assert approver.post(decision, {"answer": "approve", "digest": digest.group(1)}).status_code == 303
    request.slot.refresh_from_db()
    assert request.slot.due_at is not None
    return request.slot.due_at
