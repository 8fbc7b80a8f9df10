"""Being let in to Bluesky by something typed: what names the account, what is kept, what renews it, what closes it."""

from datetime import timedelta

import pytest

from eichhorn.foundation import clock
from eichhorn.networks.base import Account, Keys, Post, Refused, Unauthorised, Unreachable
from eichhorn.networks.bluesky import Bluesky
from tests.servers.bluesky import Network

pytestmark = pytest.mark.xdist_group("bluesky")
POST = Post("5b0d6a4e-8f1e-4d0c-9a55-0d1f4f1f7c11", "Die Wasserstraße ist zu", "de")


@pytest.mark.parametrize("typed", ["handle", "did", "email"])
def test_an_app_password_lets_in_whatever_names_the_account(bluesky: Network, typed: str) -> None:
    person = bluesky.people["stadtwerke"]
    given = {"handle": getattr(person, typed), "app_password": person.app_password}
    url, keys = Bluesky.sign_in(bluesky.pds, given)
    assert url == bluesky.pds
    assert keys.password == person.app_password
    assert keys.ends_at is not None
    assert timedelta(hours=1) < keys.ends_at - clock.now() < timedelta(hours=3)
    told = Bluesky(Account(url, keys)).tell()
    assert (told.account, told.account_id) == ("@stadtwerke.test", person.did)


def test_a_handle_is_taken_as_people_copy_it(bluesky: Network) -> None:
    person = bluesky.people["ada"]
    for typed in ("@Ada.Test", "\u202aada.test\u202c ", "https://bsky.app/profile/ada.test", "at://ada.test"):
        url, _ = Bluesky.sign_in(bluesky.pds, {"handle": typed, "app_password": person.app_password})
        assert url == bluesky.pds


def test_the_main_password_lets_in_and_is_not_kept(bluesky: Network) -> None:
    person = bluesky.people["stadtwerke"]
    _, keys = Bluesky.sign_in(bluesky.pds, {"handle": person.handle, "app_password": person.password})
    assert keys.password == ""
    assert keys.renewal_ends_at is not None


def test_a_wrong_password_and_an_unknown_name_are_told_apart(bluesky: Network) -> None:
    with pytest.raises(Unauthorised):
        Bluesky.sign_in(bluesky.pds, {"handle": "ada.test", "app_password": "falsch"})
    with pytest.raises(Refused):
        Bluesky.sign_in(bluesky.pds, {"handle": "niemand.test", "app_password": "falsch"})
    with pytest.raises(Refused):
        Bluesky.sign_in(bluesky.pds, {"handle": "ada", "app_password": "falsch"})


def test_a_session_is_renewed_and_where_it_cannot_be_the_app_password_opens_another(bluesky: Network) -> None:
    person = bluesky.people["stadtwerke"]
    _, keys = Bluesky.sign_in(bluesky.pds, {"handle": person.handle, "app_password": person.app_password})
    fresh = Bluesky(Account(bluesky.pds, keys, account_id=person.did)).renew()
    assert fresh.renewal not in ("", keys.renewal)
    assert fresh.password == person.app_password
    bluesky.ask("POST", "com.atproto.server.deleteSession", token=fresh.renewal)
    again = Bluesky(Account(bluesky.pds, fresh, account_id=person.did)).renew()
    assert Bluesky(Account(bluesky.pds, again)).tell().account_id == person.did


def test_an_app_password_that_was_taken_back_needs_a_person(bluesky: Network) -> None:
    person, name = bluesky.people["bob"], "nur kurz"
    made = bluesky.ask(
        "POST", "com.atproto.server.createAppPassword", token=bluesky.session("bob"), fields={"name": name}
    )
    _, keys = Bluesky.sign_in(bluesky.pds, {"handle": person.handle, "app_password": made["password"]})
    bluesky.ask("POST", "com.atproto.server.revokeAppPassword", token=bluesky.session("bob"), fields={"name": name})
    with pytest.raises(Unauthorised):
        Bluesky(Account(bluesky.pds, keys, account_id=person.did)).renew()


def test_a_token_that_has_ended_is_no_closed_door_while_something_renews_it(bluesky: Network) -> None:
    person = bluesky.people["stadtwerke"]
    ended = bluesky.ended_token("stadtwerke")
    with pytest.raises(Unreachable, match="ExpiredToken"):
        Bluesky(Account(bluesky.pds, Keys(ended, renewal="r"), account_id=person.did)).send(POST)
    with pytest.raises(Unauthorised):
        Bluesky(Account(bluesky.pds, Keys(ended), account_id=person.did)).send(POST)
    with pytest.raises(Unauthorised):
        Bluesky(Account(bluesky.pds, Keys("falsch", renewal="r"), account_id=person.did)).send(POST)
    assert bluesky.records("stadtwerke") == []
