"""Three lenses: one answers for each cell, and where nobody looks is named; nobody is counted."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from eichhorn.lenses import queries, services
from eichhorn.lenses.models import Share
from eichhorn.lenses.rules import BlindSpot, Held, Kind, Lens, Part, Subject, Why, blind_spots
from eichhorn.lenses.services import One
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.make.people import NOW

GOAL, CHANNEL = Subject(Kind.GOAL, 1, "Vertrauen"), Subject(Kind.CHANNEL, 1, "Facebook")
SUBJECTS = (GOAL, Subject(Kind.AUDIENCE, 1, "Familien"), Subject(Kind.PILLAR, 1, "Netze"), CHANNEL)
CELLS = st.builds(Held, st.sampled_from(Lens), st.sampled_from(SUBJECTS), st.sampled_from(Part))


def accountable(*subjects: Subject) -> list[Held]:
    return [Held(lens, one, Part.ACCOUNTABLE) for lens in Lens for one in subjects]


def test_each_kind_of_blind_spot_is_named_and_goes_when_somebody_looks() -> None:
    assert blind_spots((), []) == ()
    assert [spot.why for spot in blind_spots((GOAL,), [])] == [Why.LENS_WITHOUT_ACCOUNTABLE] * 3
    assert blind_spots((GOAL,), accountable(GOAL)) == ()
    assert blind_spots((GOAL,), accountable(GOAL)[:1])[:1] == (BlindSpot(Why.LENS_WITHOUT_ACCOUNTABLE, (Lens.CRM,)),)
    other = Subject(Kind.GOAL, 2, "Service")
    assert blind_spots((GOAL, other), accountable(GOAL)) == (BlindSpot(Why.NOBODY_LOOKS, tuple(Lens), other),)
    told = [*accountable(GOAL), *(Held(lens, other, Part.INFORMED) for lens in Lens)]
    assert blind_spots((GOAL, other), told) == (BlindSpot(Why.WITHOUT_ACCOUNTABLE, tuple(Lens), other),)


def test_a_channel_asks_only_for_one_who_serves_it() -> None:
    unserved = BlindSpot(Why.CHANNEL_WITHOUT_RESPONSIBLE, (), CHANNEL)
    assert blind_spots((GOAL, CHANNEL), accountable(GOAL)) == (unserved,)
    assert blind_spots((GOAL, CHANNEL), accountable(GOAL, CHANNEL)) == (unserved,)
    served = [*accountable(GOAL, CHANNEL), Held(Lens.CRM, CHANNEL, Part.RESPONSIBLE)]
    assert blind_spots((GOAL, CHANNEL), served) == ()


@settings(max_examples=40)
@given(st.lists(CELLS, max_size=24), CELLS)
def test_whoever_joins_makes_no_lens_and_no_subject_blinder(held: list[Held], one: Held) -> None:
    def unseen(held: list[Held]) -> set[tuple[Lens, Subject | None]]:
        empty = {Why.LENS_WITHOUT_ACCOUNTABLE}
        return {
            (lens, spot.subject) for spot in blind_spots(SUBJECTS, held) if spot.why in empty for lens in spot.lenses
        }

    assert unseen([*held, one]) <= unseen(held)
    full = [*accountable(*SUBJECTS), Held(Lens.BRAND, CHANNEL, Part.RESPONSIBLE)]
    assert blind_spots(SUBJECTS, [*held, *full]) == ()


@pytest.mark.django_db
def test_a_cell_is_said_on_its_page_and_read_by_name(house: Organisation) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    goal, leads = make.strategy.goal("Vertrauen", ends_on=date(2099, 1, 1)), make.people.person("Helene Voss")
    room = make.people.department("Netztechnik")
    at = f"/plan/lenses/technology/goal/{goal.pk}/"
    sent = {"accountable": f"person-{leads.pk}", "responsible": [f"department-{room.pk}", f"person-{leads.pk}"]}
    assert client.post(at, sent).status_code == 303
    shown = client.get("/plan/lenses/").content.decode()
    assert "Helene Voss, Netztechnik" in shown or "Netztechnik, Helene Voss" in shown
    assert "CRM: mit dieser Brille" in shown
    assert f'value="person-{leads.pk}" selected' in client.get(at).content.decode()
    assert client.post(at, {"accountable": "person-0"}).status_code == 422
    assert Share.objects.count() == 3
    assert client.post(at, {}).status_code == 303
    assert not Share.objects.exists()
    for missing in (
        f"/plan/lenses/hr/goal/{goal.pk}/",
        f"/plan/lenses/crm/slot/{goal.pk}/",
        "/plan/lenses/crm/goal/0/",
    ):
        assert client.get(missing).status_code == 404


@pytest.mark.django_db
def test_one_answers_for_a_cell_also_for_the_database() -> None:
    goal = make.strategy.goal()
    first, second = make.people.person(), make.people.person()
    subject = Subject(Kind.GOAL, goal.pk, goal.name)
    with pytest.raises(ValueError, match="one answers"):
        services.set_cell(
            lens=Lens.CRM, subject=subject, shares={Part.ACCOUNTABLE: (One(first.pk), One(second.pk))}, by=None, now=NOW
        )
    Share.objects.create(lens=Lens.CRM, part=Part.ACCOUNTABLE, goal=goal, person=first)
    Share.objects.create(lens=Lens.BRAND, part=Part.ACCOUNTABLE, goal=goal, person=second)
    for wrong in (
        {"part": Part.ACCOUNTABLE, "person": second},
        {"part": Part.INFORMED},
        {"part": Part.INFORMED, "person": second, "department": make.people.department()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.create(lens=Lens.CRM, goal=goal, **wrong)


@pytest.mark.django_db
def test_who_has_left_answers_for_nothing_and_who_only_plans_says_nothing() -> None:
    goal, leads = make.strategy.goal(), make.people.person("Helene Voss")
    subject = Subject(Kind.GOAL, goal.pk, goal.name)
    services.set_cell(lens=Lens.CRM, subject=subject, shares={Part.ACCOUNTABLE: (One(leads.pk),)}, by=None, now=NOW)
    today = NOW.date()
    leads.left_on = date(today.year + 1, 1, 1)
    leads.save()
    assert len(queries.seen(on=today).blind) == 2
    leads.left_on = today
    leads.save()
    assert len(queries.seen(on=today).blind) == 3
    author = make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        services.set_cell(lens=Lens.CRM, subject=subject, shares={}, by=author, now=NOW)
