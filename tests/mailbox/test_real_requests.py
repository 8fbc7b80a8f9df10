"""What real people asked for, sent as letters: each becomes a request, and the same is noticed as where it was typed."""

import json
import os
from pathlib import Path

import pytest

from eichhorn.desk import queries as desk
from eichhorn.mailbox.rules import Standing
from eichhorn.noticing.rules import Words, notices
from tests import make
from tests.make.mailbox import written

REAL = os.environ.get("EICHHORN_REAL_DATA", "")


@pytest.mark.django_db
@pytest.mark.skipif(
    not REAL, reason="needs the folder of real texts that EICHHORN_REAL_DATA names; it belongs to no repository"
)
def test_every_real_request_comes_through_by_mail_with_all_that_is_noticed_in_it() -> None:
    lines = (Path(REAL) / "requests_real_issues" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    for given in map(json.loads, lines):
        sender = f"Somebody <{given['id'].replace('/', '-').replace('#', '.')}@elsewhere.example>"
        letter = make.mailbox.letter(written(given["request"], sender=sender, subject=given["title"]))
        request = letter.request
        assert letter.standing == Standing.OPENED, given["id"]
        assert request is not None
        typed = notices(Words(given["title"], given["request"], make.people.NOW.date(), "Europe/Berlin"))
        seen = {one.kind for one in desk.noticed(request, desk.latest_version(request))}
        assert {one.kind for one in typed} == seen, given["id"]
