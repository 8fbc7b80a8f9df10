"""Remarks beside a post: in the composer, at an approval, and on a page of their own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.rules import Stage
from eichhorn.remarks import queries
from eichhorn.remarks.forms import AnswerForm, GuestRemarkForm, RemarkForm
from eichhorn.remarks.rules import Audience


def beside(draft: Draft, *, person: Person, form: RemarkForm | None = None) -> dict[str, Any]:
    """Return what the panel shows to somebody signed in. Five queries."""
    may_write = people.may(person, Act.WRITE, now=clock.now())
    return {
        "draft": draft, "talks": queries.of_draft(draft, audience=Audience.TEAM), "remark_form": form or RemarkForm(),
        "answer_form": AnswerForm(auto_id=False), "reader": person, "may_settle": may_write,
        "may_take": may_write and draft.slot.stage not in {Stage.OUT, Stage.CANCELLED},
    }  # fmt: skip


def panel(draft: Draft, *, request: HttpRequest) -> str:
    """Return the panel for the composer's page."""
    return render_to_string("remarks/panel.html", beside(draft, person=person_of(request)), request=request)


def for_guest(draft: Draft, *, person: Person, form: GuestRemarkForm | None = None) -> dict[str, Any]:
    """Return what the panel shows to whoever came by a link: what is meant for guests, and a place to say something."""
    return {
        "draft": draft, "talks": queries.of_draft(draft, audience=Audience.GUESTS), "reader": person, "guest": True,
        "remark_form": form or GuestRemarkForm(),
    }  # fmt: skip
