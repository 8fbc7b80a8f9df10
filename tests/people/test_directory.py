"""The directory's pages, as an administrator and as everybody else sees them."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from eichhorn.foundation import clock
from eichhorn.people import queries
from eichhorn.people.models import Department, Organisation, Person, Role, Team, User
from eichhorn.people.rules import Act, RoleKind
from tests import make

ADDED = {"name": "Ingrid Pohl", "email": "ingrid.pohl@erlengrund.example", "salutation": "Frau Pohl", "language": "de"}


@pytest.mark.django_db
def test_an_administrator_takes_somebody_in_and_gives_them_a_role(house: Organisation) -> None:
    client = make.people.client_of(make.people.administrator())
    department = make.people.department("Vertrieb")
    answer = client.post("/settings/people/add/", {**ADDED, "department": department.pk})
    ingrid = Person.objects.get(name="Ingrid Pohl")
    assert answer["Location"] == f"/settings/people/{ingrid.pk}/"
    role = {"kind": "author", "begins_on": "1.6.2020", "ends_on": ""}
    assert client.post(f"/settings/people/{ingrid.pk}/role/", role).status_code == 303
    assert queries.may(ingrid, Act.WRITE, now=clock.now())
    page = client.get("/settings/people/").content.decode()
    assert "Ingrid Pohl" in page
    assert "Vertrieb" in page
    assert "Schreiben" in page


@pytest.mark.django_db
def test_the_last_day_of_a_role_still_counts(house: Organisation) -> None:
    client, one = make.people.client_of(make.people.administrator()), make.people.person()
    client.post(f"/settings/people/{one.pk}/role/", {"kind": "reader", "begins_on": "1.6.2026", "ends_on": "30.6.2026"})
    assert Role.objects.get(person=one).ends_on == date(2026, 7, 1)
    assert "bis Di 30. Juni 2026" in client.get(f"/settings/people/{one.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "field"),
    [
        ({"kind": "", "begins_on": "1.6.2026"}, "kind"),
        ({"kind": "emperor", "begins_on": "1.6.2026"}, "kind"),
        ({"kind": "author", "begins_on": "soon"}, "begins_on"),
        ({"kind": "author", "begins_on": "31.2.2026"}, "begins_on"),
        ({"kind": "author", "begins_on": "2.6.2026", "ends_on": "1.6.2026"}, "ends_on"),
    ],
)
def test_a_role_that_cannot_be_is_refused_at_the_field(house: Organisation, role: dict[str, str], field: str) -> None:
    client, one = make.people.client_of(make.people.administrator()), make.people.person()
    answer = client.post(f"/settings/people/{one.pk}/role/", role)
    assert answer.status_code == 200
    assert f"id_{field}" in answer.content.decode().split('role="alert"')[1][:600]
    assert not one.roles.exists()


@pytest.mark.django_db
def test_a_second_person_with_the_same_address_is_refused_at_the_field(house: Organisation) -> None:
    client = make.people.client_of(make.people.administrator())
    make.people.person(email=ADDED["email"].upper())
    answer = client.post("/settings/people/add/", ADDED)
    assert "Diese Adresse hat im Verzeichnis schon jemand." in answer.content.decode()
    assert not Person.objects.filter(name="Ingrid Pohl").exists()


@pytest.mark.django_db
def test_an_own_address_may_be_saved_again_and_a_new_one_moves_the_sign_in(house: Organisation) -> None:
    client = make.people.client_of(make.people.administrator())
    one = make.people.person(email="old@erlengrund.example")
    make.people.client_of(one)
    EmailAddress.objects.create(user=User.objects.get(person=one), email="old@erlengrund.example", verified=True)
    kept = {"name": one.name, "salutation": "", "language": "en"}
    assert client.post(f"/settings/people/{one.pk}/", {**kept, "email": "old@erlengrund.example"}).status_code == 303
    assert client.post(f"/settings/people/{one.pk}/", {**kept, "email": "new@erlengrund.example"}).status_code == 303
    assert User.objects.get(person=one).email == "new@erlengrund.example"
    assert not EmailAddress.objects.filter(email="old@erlengrund.example").exists()


@pytest.mark.django_db
def test_the_last_administration_is_not_ended_and_the_page_says_why(house: Organisation) -> None:
    by = make.people.administrator()
    client, role = make.people.client_of(by), Role.objects.get(person=by)
    page = client.post(f"/settings/people/role/{role.pk}/end/", follow=True).content.decode()
    assert "Jemand muss verwalten." in page
    page = client.post(f"/settings/people/{by.pk}/leave/", {"last_day": "31.12.2030"}).content.decode()
    assert "Jemand muss verwalten." in page
    assert Person.objects.get(pk=by.pk).left_on is None


@pytest.mark.django_db
def test_somebody_leaves_after_their_last_day(house: Organisation) -> None:
    client, one = make.people.client_of(make.people.administrator()), make.people.person(role=RoleKind.AUTHOR)
    today = queries.today(clock.now())
    client.post(f"/settings/people/{one.pk}/leave/", {"last_day": f"{today.day}.{today.month}.{today.year}"})
    one.refresh_from_db()
    assert one.left_on == today + timedelta(days=1)
    assert queries.may(one, Act.WRITE, now=clock.now())
    assert not queries.may(one, Act.WRITE, now=clock.now() + timedelta(days=1))
    assert "Der letzte Tag hier ist" in client.get(f"/settings/people/{one.pk}/").content.decode()


@pytest.mark.django_db
def test_everybody_signed_in_reads_names_and_roles_but_no_addresses(house: Organisation) -> None:
    ingrid = make.people.person("Ingrid Pohl", role=RoleKind.APPROVER, email="ingrid.pohl@erlengrund.example")
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    page = reader.get("/settings/people/").content.decode()
    assert "Ingrid Pohl" in page
    assert "Freigeben" in page
    assert ingrid.email not in page
    assert "Ingrid Pohl" not in reader.get("/settings/people/?q=ingrid.pohl@").content.decode()
    assert reader.get(f"/settings/people/{ingrid.pk}/").status_code == 403


@pytest.mark.django_db
def test_people_are_found_by_words_of_name_department_and_address(house: Organisation) -> None:
    client = make.people.client_of(make.people.administrator())
    make.people.person("Ingrid Pohl", department=make.people.department("Vertrieb"), email="ip@erlengrund.example")
    for wanted in ("pohl", "ingrid vertrieb", "ip@erlen", "POHL ingrid"):
        assert "Ingrid Pohl" in client.get("/settings/people/", {"q": wanted}).content.decode()
    assert "Niemand gefunden" in client.get("/settings/people/", {"q": "zzz"}).content.decode()


@pytest.mark.django_db
def test_the_directory_comes_in_pages_at_a_fixed_cost(
    house: Organisation, django_assert_max_num_queries: make.Counting
) -> None:
    client = make.people.client_of(make.people.administrator())
    client.get("/settings/people/")
    for _turn in range(60):
        make.people.person(role=RoleKind.READER)
    with django_assert_max_num_queries(16):
        page = client.get("/settings/people/").content.decode()
    assert "Seite 1 von 2" in page
    assert "Seite 2 von 2" in client.get("/settings/people/?page=2").content.decode()
    assert client.get("/settings/people/?page=nonsense").status_code == 200


@pytest.mark.django_db
def test_departments_are_added_and_renamed_but_never_twice(house: Organisation) -> None:
    client = make.people.client_of(make.people.administrator())
    assert client.post("/settings/departments/", {"name": "Vertrieb"}).status_code == 303
    assert "gibt es schon" in client.post("/settings/departments/", {"name": "vertrieb"}).content.decode()
    department = Department.objects.get()
    make.people.department("Netze")
    assert "gibt es schon" in client.post(f"/settings/departments/{department.pk}/", {"name": "Netze"}).content.decode()
    assert client.post(f"/settings/departments/{department.pk}/", {"name": "Verkauf"}).status_code == 303
    assert Department.objects.get(pk=department.pk).name == "Verkauf"


@pytest.mark.django_db
def test_a_team_has_members(house: Organisation) -> None:
    by = make.people.administrator("Miriam Aydın")
    client = make.people.client_of(by)
    assert client.post("/settings/departments/team/", {"name": "Social Media", "members": [by.pk]}).status_code == 303
    assert "Miriam Aydın" in client.get("/settings/departments/").content.decode()
    team = Team.objects.get()
    assert client.post(f"/settings/departments/team/{team.pk}/", {"name": "Presse", "members": []}).status_code == 303
    assert (Team.objects.get().name, Team.objects.get().members.count()) == ("Presse", 0)


@pytest.mark.django_db
def test_the_own_account_shows_roles_and_keeps_the_language(house: Organisation) -> None:
    one = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    client = make.people.client_of(one)
    assert "Social-Media-Management" in client.get("/account/").content.decode()
    assert client.post("/account/language/", {"language": "en"}).status_code == 303
    assert "What you may do" in client.get("/account/").content.decode()
    one.refresh_from_db()
    assert one.language == "en"
    assert client.post("/account/language/", {"language": "tlh"}).status_code == 303
    assert "What you may do" in client.get("/account/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/plan/list/?channel=3", "/"])
def test_the_language_switch_leads_back_to_the_page_on_which_it_stands(house: Organisation, address: str) -> None:
    client = make.people.client_of(make.people.person())
    answer = client.post("/account/language/", {"language": "en", "next": address})
    assert (answer.status_code, answer["Location"]) == (303, address)


EVIL = [
    "https://elsewhere.example/", "//elsewhere.example/", "///elsewhere.example", "/\\elsewhere.example/", "\\/elsewhere.example",
    "http:elsewhere.example", "javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "\x00//elsewhere.example",
    "http://testserver@elsewhere.example/", "https://testserver.elsewhere.example/", "",
]  # fmt: skip


@pytest.mark.parametrize("address", EVIL)
def test_the_language_switch_never_leads_to_another_house(house: Organisation, address: str) -> None:
    client = make.people.client_of(make.people.person())
    answer = client.post("/account/language/", {"language": "en", "next": address})
    assert (answer.status_code, answer["Location"]) == (303, "/account/")


def test_a_person_reads_in_their_own_language_whatever_the_browser_says(house: Organisation) -> None:
    client = make.people.client_of(make.people.person(language="en"))
    page = client.get("/account/", headers={"accept-language": "de"})
    assert "My account" in page.content.decode()
    assert page["Content-Language"] == "en"


@pytest.mark.django_db
def test_who_may_not_gets_a_page_that_names_who_may(house: Organisation) -> None:
    make.people.administrator("Helene Voss")
    answer = make.people.client_of(make.people.person(role=RoleKind.MANAGER)).get("/settings/people/add/")
    assert answer.status_code == 403
    assert "Helene Voss" in answer.content.decode()


@pytest.mark.django_db
def test_the_house_changes_its_hours_and_every_clock_follows(house: Organisation) -> None:
    client = make.people.client_of(make.people.administrator())
    said = {
        "name": "Stadtwerke Erlengrund", "zone": "Europe/London", "service_begins": "9:00", "service_ends": "18:00",
        "day_ends": "17:30", "contact": "", "language": "de",
    }  # fmt: skip
    assert "16:45" in client.get("/settings/organisation/").content.decode()
    assert client.post("/settings/organisation/", said).status_code == 303
    house.refresh_from_db()
    assert (house.zone, house.day_ends.isoformat()) == ("Europe/London", "17:30:00")
    wrong = client.post("/settings/organisation/", {**said, "service_ends": "9:00"})
    assert "id_service_ends_error" in wrong.content.decode()
    stranger = make.people.client_of(make.people.person())
    assert stranger.post("/settings/organisation/", said).status_code == 403
