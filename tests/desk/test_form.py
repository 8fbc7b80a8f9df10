"""The request form, as a guest meets it."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from eichhorn.desk import forms, services
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.foundation import clock
from eichhorn.media.models import Picture
from eichhorn.notices.models import Notice
from eichhorn.people import links
from eichhorn.people.models import Organisation
from eichhorn.people.rules import LinkPurpose
from eichhorn.planning.rules import wall
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(house: Organisation) -> str:
    make.planning.channel("Facebook", places=make.planning.every_workday())
    return reverse("desk:ask", args=[make.desk.form_token()])


def picture(size: tuple[int, int] = (40, 30), name: str = "wallbox.png", kind: str = "image/png") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), kind)


def test_a_request_comes_in_and_its_link_goes_by_mail_alone(address: str) -> None:
    guest = make.people.guest()
    answer = guest.post(address, make.desk.filled_in())
    assert answer.status_code == 303
    request = Request.objects.get()
    assert (request.title, request.requester_name, request.state) == (
        "Gewinnspiel Wallbox",
        "Carsten Wolff",
        "received",
    )
    notice = Notice.objects.get()
    assert notice.to_email == "carsten.wolff@erlengrund.example"
    page = guest.get(answer["Location"]).content.decode()
    assert "/asked/" not in page
    assert "carsten.wolff" not in answer["Location"]


def test_the_answer_is_promised_in_working_hours(house: Organisation) -> None:
    afternoon = datetime(2026, 6, 9, 13, 30, tzinfo=make.people.NOW.tzinfo)
    request = make.desk.request(now=afternoon)
    assert request.answer_due_at == datetime(2026, 6, 10, 8, 30, tzinfo=afternoon.tzinfo), (
        "90 minutes today, 150 tomorrow"
    )


def test_the_department_is_matched_by_the_address_whatever_its_capitals(house: Organisation) -> None:
    sales = make.people.department("Vertrieb")
    person = make.people.person("Carsten Wolff", email="carsten.wolff@erlengrund.example", department=sales)
    request = make.desk.request(email="Carsten.Wolff@Erlengrund.Example")
    assert (request.requester, request.department) == (person, sales)


def test_a_wish_is_kept_as_wall_clock_time_and_a_bare_day_means_its_free_place(address: str) -> None:
    day = _working_day()
    make.people.guest().post(address, make.desk.filled_in(when="wish", wish=f"{day:%d.%m.%Y} 14:30"))
    make.people.guest().post(address, make.desk.filled_in(when="wish", wish=f"{day:%d.%m.%Y}"))
    first, second = RequestVersion.objects.order_by("pk")
    assert wall(first.wish_local) == datetime(day.year, day.month, day.day, 14, 30)
    assert wall(second.wish_local) == datetime(day.year, day.month, day.day, 11), "the place at 11:00"


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"title": ""}, "title", "in wenigen Worten"),
        ({"title": "x" * 161}, "title", "160"),
        ({"purpose": " "}, "purpose", "einen Satz"),
        ({"text": "x" * 10_001}, "text", "10000"),
        ({"email": "carsten"}, "email", "E-Mail"),
        ({"when": "wish", "wish": ""}, "wish", "Tag"),
        ({"when": "wish", "wish": "irgendwann"}, "wish", "verstehen"),
        ({"when": "wish", "wish": "30.2.2090"}, "wish", "gibt es nicht"),
        ({"when": "wish", "wish": "1.3.2020 10:00"}, "wish", "vergangen"),
        ({"when": "wish", "wish": "1.3.2090 10:00"}, "wish", "zwei Jahre"),
        ({"goal": "99999"}, "goal", "auswählen"),
        ({"text_language": "xx"}, "text_language", "auswählen"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    address: str, given: dict[str, object], field: str, said: str
) -> None:
    answer = make.people.guest().post(address, make.desk.filled_in(**given))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"id_{field}_error" in page
    assert said in page
    assert "Mehr Menschen kennen unser Angebot" in page or "purpose" in given, "the rest of the input is kept"
    assert not Request.objects.exists()
    assert not Notice.objects.exists()


def test_limits_hold_on_both_sides(address: str) -> None:
    answer = make.people.guest().post(
        address, make.desk.filled_in(title="x" * 160, text="y" * 10_000, purpose="z" * 2000)
    )
    assert answer.status_code == 303


def test_a_wish_in_the_hour_that_summer_time_takes_away_is_refused_at_its_field(address: str) -> None:
    year = clock.now().year + 1
    spring = max(day for day in range(25, 32) if datetime(year, 3, day).weekday() == 6)
    answer = make.people.guest().post(address, make.desk.filled_in(when="wish", wish=f"{spring}.3.{year} 2:30"))
    assert answer.status_code == 422
    assert "Uhren vorgestellt" in answer.content.decode()
    assert not Request.objects.exists()


def test_html_is_text(address: str) -> None:
    script = "<script>alert(1)</script> & <b>fett</b>"
    make.people.guest().post(address, make.desk.filled_in(title=script, purpose=script, text=script, name=script))
    request = Request.objects.get()
    assert request.title == script
    page = make.people.guest().get(reverse("desk:status", args=[make.desk.status_token(request)])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_picture_comes_in_with_its_description(address: str) -> None:
    answer = make.people.guest().post(
        address, make.desk.filled_in(picture=picture(), alt="Eine Wallbox an einer Hauswand")
    )
    assert answer.status_code == 303
    version = RequestVersion.objects.get()
    assert version.pictures.get().alt == "Eine Wallbox an einer Hauswand"
    seen = make.people.guest().get(reverse("desk:picture", args=[make.desk.status_token(version.request), 1]))
    assert seen["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("file", "alt", "field"),
    [
        (picture, "", "alt"),
        (picture, "   ", "alt"),
        (lambda: SimpleUploadedFile("a.png", b"<html>hello</html>", "image/png"), "Etwas", "picture"),
        (lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.7 hello", "application/pdf"), "Etwas", "picture"),
        (lambda: SimpleUploadedFile("a.png", picture().read()[:60], "image/png"), "Etwas", "picture"),
        (lambda: SimpleUploadedFile("a.png", b"", "image/png"), "Etwas", "picture"),
        (
            lambda: SimpleUploadedFile("a.png", b"x" * (forms.LARGEST_PICTURE_BYTES + 1), "image/png"),
            "Etwas",
            "picture",
        ),
    ],
)
def test_a_picture_that_is_refused_takes_nothing_in(address: str, file, alt: str, field: str) -> None:
    answer = make.people.guest().post(address, make.desk.filled_in(picture=file(), alt=alt))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"id_{field}_error" in page
    assert "Wir verlosen drei Wallboxen." in page, "the rest of the input is kept"
    assert not Request.objects.exists()
    assert not Picture.objects.exists()
    assert not Notice.objects.exists()


def test_programs_are_kept_out_without_losing_a_person(address: str) -> None:
    guest = make.people.guest()
    assert guest.post(address, make.desk.filled_in(website="https://spam.example")).status_code == 422
    assert (
        guest.post(address, make.desk.filled_in(stamp=forms.stamp(clock.now() + timedelta(minutes=1)))).status_code
        == 422
    )
    assert guest.post(address, make.desk.filled_in(stamp="")).status_code == 422
    assert (
        guest.post(address, make.desk.filled_in(stamp=forms.stamp(clock.now() - timedelta(days=3)))).status_code == 422
    )
    assert guest.post(address, make.desk.filled_in(stamp="1781000000:forged")).status_code == 422
    assert not Request.objects.exists()
    assert guest.post(address, make.desk.filled_in()).status_code == 303


def test_too_many_requests_from_one_address_are_slowed_down(address: str) -> None:
    from eichhorn.desk.views.guests import REQUESTS_AN_HOUR

    guest = make.people.guest()
    for _ in range(REQUESTS_AN_HOUR):
        assert guest.post(address, make.desk.filled_in()).status_code == 303
    assert guest.post(address, make.desk.filled_in()).status_code == 429
    assert Request.objects.count() == REQUESTS_AN_HOUR


def test_a_full_day_is_said_with_the_next_free_place_and_taken_with_one_press(address: str) -> None:
    from eichhorn.channels.models import Channel

    day = _working_day()
    channel = Channel.objects.get()
    make.planning.slot(channels=[channel], at=datetime(day.year, day.month, day.day, 9))
    guest = make.people.guest()
    given = make.desk.filled_in(when="wish", wish=f"{day:%d.%m.%Y} 10:00")
    part = guest.post(address + "when/", given, headers={"hx-request": "true"}).content.decode()
    assert "ist der Plan voll" in part
    assert "<html" not in part
    place = part.split('name="take" value="')[1].split('"')[0]
    assert datetime.fromisoformat(place).date() > day.date()
    whole = guest.post(address + "when/", given | {"take": place}).content.decode()
    assert "Wir verlosen drei Wallboxen." in whole, "without scripts the rest of the input is kept"
    assert f"{datetime.fromisoformat(place):%-d.%-m.%Y} 11:00" in whole
    assert "ist der Plan voll" not in whole
    assert not Request.objects.exists()


@pytest.mark.parametrize("typed", ["", "irgendwann", "31.2.2090", "<b>"])
def test_a_wish_that_is_not_understood_yet_gets_no_hint(address: str, typed: str) -> None:
    answer = make.people.guest().post(address + "when/", make.desk.filled_in(when="wish", wish=typed))
    assert answer.status_code == 200
    assert "note wait" not in answer.content.decode()


def test_a_broken_place_to_take_is_no_error_of_ours(address: str) -> None:
    answer = make.people.guest().post(address + "when/", make.desk.filled_in(take="bald"))
    assert answer.status_code == 200


def test_the_form_speaks_english_to_who_reads_english(address: str) -> None:
    page = make.people.guest("en").get(address).content.decode()
    assert "What should change by it?" in page
    make.people.guest("en").post(address, make.desk.filled_in())
    assert Request.objects.get().language == "en"


def test_a_fresh_link_closes_the_one_before(address: str) -> None:
    fresh = reverse("desk:ask", args=[services.renew_form_link(by=None, now=clock.now())])
    assert make.people.guest().get(address).status_code == 410
    assert make.people.guest().post(address, make.desk.filled_in()).status_code == 410
    assert make.people.guest().get(fresh).status_code == 200


def test_a_link_for_something_else_does_not_open_the_form(house: Organisation) -> None:
    token = links.issue(purpose=LinkPurpose.STAGE, now=clock.now())
    assert make.people.guest().get(reverse("desk:ask", args=[token])).status_code == 404
    request = make.desk.request(now=clock.now())
    assert make.people.guest().get(reverse("desk:ask", args=[make.desk.status_token(request)])).status_code == 404


def _working_day() -> datetime:
    """Return a working day about three weeks ahead, on which nothing can be at short notice."""
    day = clock.now() + timedelta(days=21)
    while day.weekday() > 3:
        day += timedelta(days=1)
    return day


def test_the_plan_is_shown_beside_a_wish_without_touching_the_field(address: str) -> None:
    sent = {"when": "wish", "wish": "1.3.2028"}
    shown = make.people.guest().post(f"{address}when/", sent, headers={"HX-Request": "true"}).content.decode()
    assert 'id="hint"' in shown
    assert 'name="wish"' not in shown, "somebody may be typing on in it"


def test_a_free_place_that_is_taken_stands_in_the_field(address: str) -> None:
    sent = {"when": "wish", "wish": "", "take": "2028-03-01T11:00"}
    shown = make.people.guest().post(f"{address}when/", sent, headers={"HX-Request": "true"}).content.decode()
    assert 'value="1.3.2028 11:00"' in shown
