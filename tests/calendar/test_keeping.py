"""Views that people keep, and the one with which their calendar opens."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.calendar import services
from eichhorn.calendar.models import Kept
from eichhorn.calendar.rules import LONGEST_FILTER, MOST, Filter, Only, View, read
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.rules import Stage
from tests import make

NOW = make.people.NOW
STAGES = {stage.value for stage in Stage}


@pytest.fixture
def miriam(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def reader(house: Organisation) -> Person:
    return make.people.person("Ingrid Pohl", role=RoleKind.READER)


@pytest.mark.django_db
def test_a_view_is_kept_under_a_name_and_opens_with_its_filter(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    answer = client.post(reverse("calendar:keep") + "?view=board&only=spontaneous&page=3", {"name": "Eiliges"})
    assert (answer.status_code, answer["Location"]) == (303, "/plan/board/?only=spontaneous")
    page = client.get(answer["Location"])
    assert [(kept.name, is_here) for kept, _, is_here in page.context["looking"].views] == [("Eiliges", True)]


@pytest.mark.django_db
def test_own_views_are_seen_by_their_owner_alone_and_those_for_everybody_by_everybody(
    miriam: Person, reader: Person
) -> None:
    make.calendar.view("Meine", for_everybody=False, by=miriam)
    make.calendar.view("Unsere", by=miriam)
    names = [kept.name for kept, *_ in make.people.client_of(reader).get(reverse("calendar:views")).context["kept"]]
    assert names == ["Unsere"]
    mine = [kept.name for kept, *_ in make.people.client_of(miriam).get(reverse("calendar:views")).context["kept"]]
    assert mine == ["Meine", "Unsere"]


@pytest.mark.django_db
def test_only_who_plans_keeps_a_view_for_everybody(reader: Person) -> None:
    with pytest.raises(NotAllowed):
        make.calendar.view(by=reader)
    client = make.people.client_of(reader)
    assert client.post(reverse("calendar:keep"), {"name": "Meine", "for_everybody": "on"}).status_code == 303
    assert not Kept.objects.get().for_everybody, "the field is not theirs, so what stands in it is not read"


@pytest.mark.django_db
def test_a_name_is_kept_once_whatever_its_capitals_and_said_at_the_field(miriam: Person, reader: Person) -> None:
    make.calendar.view("Offenes", by=miriam)
    answer = make.people.client_of(miriam).post(reverse("calendar:keep"), {"name": "offenes"})
    assert answer.status_code == 422
    assert "unter diesem Namen" in answer.content.decode()
    make.calendar.view("Offenes", for_everybody=False, by=reader)


@pytest.mark.django_db
def test_forty_views_are_kept_and_the_next_one_is_refused_in_words(miriam: Person) -> None:
    for _ in range(services.MOST_KEPT):
        make.calendar.view(by=miriam)
    answer = make.people.client_of(miriam).post(reverse("calendar:keep"), {"name": "Noch eine"})
    assert answer.status_code == 422
    assert Kept.objects.count() == services.MOST_KEPT


@pytest.mark.django_db
def test_the_calendar_opens_with_the_chosen_view_until_it_is_dropped(miriam: Person, reader: Person) -> None:
    kept, client = make.calendar.view(by=miriam), make.people.client_of(reader)
    assert client.get("/plan/calendar/").status_code == 200
    assert client.post(reverse("calendar:begin", args=[kept.pk])).status_code == 303
    assert client.get("/plan/calendar/")["Location"] == "/plan/calendar/week/?only=spontaneous"
    assert client.get("/plan/calendar/?goal=0").status_code == 200, "who asks for something gets it"
    assert client.post(reverse("calendar:drop", args=[kept.pk])).status_code == 403
    services.drop(kept=kept, by=miriam, now=NOW)
    assert client.get("/plan/calendar/").status_code == 200


@pytest.mark.django_db
def test_the_month_can_be_the_beginning_again(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    client.post(reverse("calendar:begin", args=[make.calendar.view(by=miriam).pk]))
    client.post(reverse("calendar:begin_with_month"))
    assert client.get("/plan/calendar/").status_code == 200


@pytest.mark.django_db
def test_the_own_view_of_somebody_else_is_not_there(miriam: Person, reader: Person) -> None:
    kept, client = make.calendar.view(for_everybody=False, by=miriam), make.people.client_of(reader)
    for name in ("calendar:begin", "calendar:drop"):
        assert client.post(reverse(name, args=[kept.pk])).status_code == 404
    with pytest.raises(Kept.DoesNotExist):
        services.begin_with(kept=kept, by=reader)


numbers = st.none() | st.integers(1, MOST)
filters = st.builds(
    Filter, channel=numbers, team=numbers, pillar=numbers, goal=st.none() | st.integers(0, MOST),
    stage=st.sampled_from(["", *STAGES]), only=st.sampled_from(["", *Only]),
)  # fmt: skip


@given(filters)
def test_a_filter_is_read_from_an_address_as_it_was_written(wanted: Filter) -> None:
    from django.http import QueryDict

    assert read(QueryDict(wanted.query).dict(), stages=STAGES) == wanted
    assert len(wanted.query) <= LONGEST_FILTER


@given(
    st.dictionaries(st.sampled_from(["channel", "team", "pillar", "goal", "stage", "only", "x"]), st.text(max_size=30))
)
def test_whatever_stands_in_an_address_is_read(asked: dict[str, str]) -> None:
    found = read(asked, stages=STAGES)
    assert all(
        number is None or 0 <= number <= MOST for number in (found.channel, found.team, found.pillar, found.goal)
    )
    assert found.stage in {"", *STAGES}


def test_every_view_has_an_address() -> None:
    from eichhorn.calendar.views.page import ADDRESSES

    assert set(ADDRESSES) == set(View)
