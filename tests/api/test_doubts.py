"""What speaks against another date, read by programs before they move."""

import pytest

from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make

pytestmark = pytest.mark.django_db


def test_a_program_reads_what_a_page_would_say_and_nothing_moves(house: Organisation) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    channel = make.planning.channel("Facebook", places=make.planning.every_workday())
    slot = make.planning.slot("Sperrung", channels=[channel], movable=False)
    before = Slot.objects.get(pk=slot.pk).planned_local
    told = program.get(f"/slots/{slot.pk}/doubts?planned_local=2020-06-12T09:30").json()
    assert [one["kind"] for one in told["doubts"]] == ["passed", "fixed"]
    assert all(one["sentence"] for one in told["doubts"])
    assert len(told["next_free"]) == 3
    assert Slot.objects.get(pk=slot.pk).planned_local == before


@pytest.mark.parametrize("when", ["morgen", "2031-03-30T02:30", ""])
def test_a_date_that_there_is_not_is_refused(house: Organisation, when: str) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    slot = make.planning.slot("Sperrung")
    assert program.get(f"/slots/{slot.pk}/doubts?planned_local={when}").status_code == 422
