"""The frame of a page: navigation, menus, looks, languages, error pages."""

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

from eichhorn.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from eichhorn.ui import errors
from eichhorn.ui.context import KEYS_COOKIE, LOOK_COOKIE

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/ui/kit/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_kit_is_closed_outside_development(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.EICHHORN_KIT = False  # type: ignore[attr-defined]
    assert client.get("/ui/kit/").status_code == 404


def test_the_title_stands_in_the_window_and_once_in_the_page(client: Client) -> None:
    shown = page(client)
    assert "<title>Bausteine · Eichhorn</title>" in shown
    assert shown.count("<h1") == 1


def test_the_open_entry_shows_its_second_level_and_only_it(client: Client) -> None:
    shown = page(client)
    assert shown.count('class="sub"') == 1
    assert 'aria-current="page">Beiträge' in shown


def test_one_filled_button_at_most_for_the_page(client: Client) -> None:
    guest = page(client, "/ui/kit/guest/")
    assert guest.count("btn-primary") == 1


def test_a_guest_sees_no_navigation(client: Client) -> None:
    guest = page(client, "/ui/kit/guest/")
    assert "<nav" not in guest
    assert 'class="bottom"' in guest


def test_a_page_without_lede_actions_and_aside_has_no_empty_places(rf: RequestFactory) -> None:
    from django.template import engines

    template = engines["django"].from_string('{% extends "ui/page.html" %}{% block title %}Leer{% endblock %}')
    shown = template.render({}, rf.get("/"))
    assert "<aside" not in shown
    assert 'class="acts' not in shown
    assert "<p></p>" not in shown


def test_the_look_is_kept_on_the_device(client: Client) -> None:
    assert 'data-bs-theme="system"' in page(client)
    answer = client.post("/ui/look/", {"look": "dark", "next": "/ui/kit/"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/ui/kit/"
    assert client.cookies[LOOK_COOKIE].value == "dark"
    assert 'data-bs-theme="dark"' in page(client)


def test_an_unknown_look_is_as_the_device_says(client: Client) -> None:
    client.post("/ui/look/", {"look": "pink"})
    assert client.cookies[LOOK_COOKIE].value == "system"
    client.cookies[LOOK_COOKIE] = '"><script>'
    assert 'data-bs-theme="system"' in page(client)


def test_single_keys_can_be_switched_off_and_on(client: Client) -> None:
    assert 'data-keys="on"' in page(client)
    client.post("/ui/keys/", {"keys": "off"})
    assert client.cookies[KEYS_COOKIE].value == "off"
    assert 'data-keys="off"' in page(client)
    client.post("/ui/keys/", {"keys": "on"})
    assert 'data-keys="on"' in page(client)


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_house(client: Client, address: str) -> None:
    answer = client.post("/ui/look/", {"look": "dark", "next": address})
    assert answer.headers["Location"] == "/"


def test_reading_an_address_chooses_nothing(client: Client) -> None:
    for address in ("/ui/look/", "/ui/keys/"):
        assert client.get(address).status_code == 405


def test_a_guest_changes_the_language_and_comes_back_to_the_same_link(client: Client) -> None:
    shown = page(client, "/ui/kit/guest/?check=1")
    assert '<html lang="de"' in shown
    assert 'name="next" value="/ui/kit/guest/?check=1"' in shown
    answer = client.post("/ui/language/", {"language": "en", "next": "/ui/kit/guest/?check=1"})
    assert answer.headers["Location"] == "/ui/kit/guest/?check=1"
    shown = page(client, "/ui/kit/guest/?check=1")
    assert '<html lang="en"' in shown
    assert "Skip to content" in shown


def test_a_hold_stands_above_every_page(client: Client) -> None:
    assert "holdbar" not in page(client)
    shown = page(client, "/ui/kit/?hold=1")
    assert "14 Beiträge angehalten" in shown
    assert "von Miriam Aydın" in shown


def test_no_page_carries_styles_or_scripts_of_its_own(client: Client) -> None:
    for address in ("/ui/kit/", "/ui/kit/guest/"):
        shown = page(client, address)
        assert " style=" not in shown
        assert "<style" not in shown
        assert "onclick" not in shown
        assert "<script>" not in shown


def test_pages_ask_for_nothing_from_other_hosts(client: Client) -> None:
    answer = client.get("/ui/kit/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "https://" not in answer.content.decode().replace("https://example.test/", "")


def breaks(request: HttpRequest) -> None:
    raise RuntimeError("broken")


def confuses(request: HttpRequest) -> None:
    raise BadRequest


class WithBreakage:
    """The addresses of the house, and two that break."""

    urlpatterns = [*urlpatterns, path("breaks/", breaks), path("confuses/", confuses)]
    handler400, handler403, handler404, handler500 = handler400, handler403, handler404, handler500


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_every_error_says_what_happened_what_is_safe_and_what_to_do(
    rf: RequestFactory, status: int, language: str
) -> None:
    with translation.override(language):
        request = rf.get("/somewhere/")
        answer = errors.broken(request) if status == 500 else errors.page(request, status)
        said = errors.PAGES[status]
        shown = answer.content.decode()
        assert answer.status_code == status
        places = [shown.index(str(text)) for text in (said.happened, said.safe, said.you)]
        assert places == sorted(places)
        assert "!" not in str(said.title) + str(said.happened) + str(said.safe) + str(said.you)


def test_a_page_that_is_not_there_answers_404(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Hier ist keine Seite" in answer.content.decode()


def test_a_breakdown_has_a_page_that_needs_no_database(
    settings: pytest.FixtureRequest, django_assert_num_queries: object, rf: RequestFactory
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = errors.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "Bei uns ist etwas kaputtgegangen" in answer.content.decode()


def test_a_breakdown_in_a_page_is_answered_by_it(settings: pytest.FixtureRequest) -> None:
    settings.ROOT_URLCONF = WithBreakage  # type: ignore[attr-defined]
    client = Client(raise_request_exception=False)
    assert client.get("/breaks/").status_code == 500
    assert client.get("/confuses/").status_code == 400


def test_a_form_without_protection_is_refused_kindly() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/ui/look/", {"look": "dark"})
    assert answer.status_code == 403
    assert "Diese Seite war zu lange offen" in answer.content.decode()
