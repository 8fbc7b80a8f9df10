"""Whoever approves reads what is stated about AI and about who paid, and the label as it will stand."""

import pytest

from eichhorn.content import services
from eichhorn.content.rules import AiUse, Statement
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


def test_the_approver_sees_statement_and_label() -> None:
    helene = make.review.approver()
    make.review.four_eyes(helene)
    author = make.people.person(role=RoleKind.AUTHOR)
    draft = make.content.draft(by=author, text="Gut.", chosen=[make.channels.channel()])
    stated = Statement(
        ai_use=AiUse.GENERATED, deepfake=True, ai_label=True, political=True, sponsor="Stadtrat Erlengrund"
    )
    services.save(draft=draft, based_on=1, text="Besser.", language="de", stated=stated, by=author, now=make.people.NOW)
    draft.refresh_from_db()
    asked = make.review.handed_in(draft, by=author)
    page = make.people.client_of(helene).get(f"/plan/approvals/{asked.pk}/").content.decode()
    assert "Er zeigt täuschend echt, was nie war" in page
    assert "Der Beitrag sagt es." in page
    assert "Politische Werbung, bezahlt von Stadtrat Erlengrund." in page
    assert "So ist es nicht geschehen." in page, "the label as it will stand"
