"""What each misbehaviour of LinkedIn means for a post, compared with what it really took; and how we are let in."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from eichhorn.foundation import clock
from eichhorn.networks.base import (
    Account,
    Client,
    Keys,
    NetworkError,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
    Unsure,
)
from eichhorn.networks.linkedin import LinkedIn, api, posts
from tests.networks.running import Faulty, consented
from tests.networks.test_linkedin import GREETING, PAGE, PICTURED

CLIENT = LinkedIn.registration("client", "client-secret")
BACK = "https://eichhorn.example/settings/channels/connected/"


@pytest.mark.parametrize(
    ("fault", "told", "meaning", "there"),
    [
        ("refuse", "ERROR :: /commentary :: is required", Refused, 0),
        ("refuse", "Content is a duplicate of urn:li:share:17", Unsure, 0),
        ("bad_request", "", Refused, 0),
        ("forbidden", "Not enough permissions to access: posts.CREATE", Unauthorised, 0),
        ("forbidden", "Comments are switched off for this post", Refused, 0),
        ("outdated", "Requested version 20260801 is not active", Refused, 0),
        ("not_found", "", Refused, 0),
        ("unauthorised", "", Unauthorised, 0),
        ("throttle", "", Throttled, 0),
        ("error_before", "", Unsure, 0),
        ("unavailable", "", Unsure, 0),
        ("cut_before", "", Unsure, 0),
        ("error_after", "", Unsure, 1),
        ("timeout_after", "", Unsure, 1),
        ("cut_after", "", Unsure, 1),
        ("no_id", "", Unsure, 1),
    ],
)
def test_each_answer_to_a_post_has_one_meaning(
    page: LinkedIn, linkedin: Faulty, fault: str, told: str, meaning: type[NetworkError], there: int
) -> None:
    linkedin.order(fault, told=told)
    with pytest.raises(NetworkError) as caught:
        page.send(GREETING)
    assert type(caught.value) in (meaning, *meaning.__subclasses__())
    assert told in caught.value.told
    assert len(linkedin.accepted()) == there


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "html", "no_id"])
def test_a_comment_whose_answer_is_lost_is_a_doubt_that_looking_clears(
    page: LinkedIn, linkedin: Faulty, fault: str
) -> None:
    ours = page.send(GREETING)
    comment = replace(GREETING, text="Bis Freitag", reply_to=ours.network_id)
    linkedin.order(fault)
    with pytest.raises(Unsure):
        page.send(comment)
    found = page.find(comment, since=clock.now())
    assert found is not None
    assert found.network_id == linkedin.accepted()[1]["id"]


def test_an_answer_that_never_comes_is_a_doubt(
    page: LinkedIn, linkedin: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.linkedin.network.WHOLE_S", 0.6)
    linkedin.order("slow", seconds=30)
    with pytest.raises(Unsure):
        page.send(GREETING)
    assert len(linkedin.accepted()) == 1


def test_a_repeat_that_is_refused_as_a_duplicate_is_a_doubt_that_looking_clears(
    page: LinkedIn, linkedin: Faulty
) -> None:
    began = clock.now()
    linkedin.order("cut_after")
    for _ in range(2):
        with pytest.raises(Unsure):
            page.send(GREETING)
    [there] = linkedin.accepted()
    found = page.find(GREETING, since=began)
    assert found is not None
    assert found.network_id == there["id"]


@pytest.mark.parametrize("fault", ["error_before", "cut_after", "cut_json", "unavailable", "no_id"])
def test_a_picture_that_fails_leaves_no_doubt_about_the_post(page: LinkedIn, linkedin: Faulty, fault: str) -> None:
    linkedin.order(fault, on="media", times=2)
    with pytest.raises(Unreachable):
        page.send(PICTURED)
    assert linkedin.accepted() == []


def test_a_picture_that_is_never_ready_leaves_no_doubt_and_one_that_fails_is_refused(
    page: LinkedIn, linkedin: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.linkedin.network.PREPARE_S", 0.8)
    linkedin.set(media_takes=1_000)
    with pytest.raises(Unreachable):
        page.send(PICTURED)
    linkedin.set(media_fails=True)
    with pytest.raises(Refused):
        page.send(PICTURED)
    assert linkedin.accepted() == []


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "cut_json", "html"])
def test_looking_never_adds_a_doubt(page: LinkedIn, linkedin: Faulty, fault: str) -> None:
    linkedin.order(fault, on="lookup", times=2)
    with pytest.raises(Unreachable):
        page.find(GREETING, since=clock.now())


@pytest.mark.parametrize(
    ("told", "retry_after", "seconds"),
    [
        ("Resource level throttle DAY limit for calls to this resource is reached.", "", 3600),
        ("Resource level throttle DAY limit for calls to this resource is reached.", "90", 90),
        ("Throttled", "", 60),
    ],
)
def test_the_pause_is_what_linkedin_asks_for(
    page: LinkedIn, linkedin: Faulty, told: str, retry_after: str, seconds: int
) -> None:
    linkedin.order("throttle", told=told, retry_after=retry_after)
    with pytest.raises(Throttled) as caught:
        page.send(GREETING)
    assert caught.value.retry_after == timedelta(seconds=seconds)


def test_a_version_that_linkedin_no_longer_speaks_is_told_in_plain_words(
    linkedin: Faulty, page: LinkedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(api.HEADERS, "LinkedIn-Version", "202411")
    with pytest.raises(Refused, match="update Eichhorn"):
        page.send(GREETING)


# --- letting us in ----------------------------------------------------------------------------------------------------


def let_in(linkedin: Faulty) -> Keys:
    url = LinkedIn.consent_url(linkedin.url, CLIENT, redirect_uri=BACK, state="s", challenge="c")
    came = parse_qs(urlsplit(consented(url)).query)
    assert came["state"] == ["s"]
    return LinkedIn.redeem(linkedin.url, CLIENT, redirect_uri=BACK, code=came["code"][0], verifier="v")


def test_the_way_to_linkedin_and_back_leads_to_keys_and_their_ends(linkedin: Faulty) -> None:
    keys = let_in(linkedin)
    assert LinkedIn(Account(linkedin.url, keys)).tell().account_id == PAGE
    assert keys.ends_at is not None
    assert keys.renewal_ends_at is not None
    assert timedelta(days=59) < keys.ends_at - clock.now() <= timedelta(days=60)
    assert timedelta(days=364) < keys.renewal_ends_at - clock.now() <= timedelta(days=365)


def test_people_are_led_to_linkedin_itself_also_from_the_address_of_a_page() -> None:
    for address in (LinkedIn.usual_server(), "https://www.linkedin.com/company/stadtwerke-erlengrund"):
        url = LinkedIn.consent_url(address, CLIENT, redirect_uri=BACK, state="s", challenge="c")
        assert url.startswith("https://www.linkedin.com/oauth/v2/authorization?response_type=code&client_id=client&")
        assert "code_challenge" not in url
        assert "client-secret" not in url


def test_an_invented_code_and_a_wrong_secret_open_nothing(linkedin: Faulty) -> None:
    for client, code in ((CLIENT, "invented"), (Client("client", "wrong"), "code-1")):
        with pytest.raises(Unauthorised):
            LinkedIn.redeem(linkedin.url, client, redirect_uri=BACK, code=code, verifier="v")


def test_a_token_that_ended_is_renewed_and_goes_on(linkedin: Faulty) -> None:
    keys = let_in(linkedin)
    linkedin.set(ended=[keys.token])
    door = LinkedIn(Account(linkedin.url, keys, account_id=PAGE, client=CLIENT))
    with pytest.raises(Unauthorised):
        door.send(GREETING)
    fresh = door.renew()
    assert (fresh.token != keys.token, fresh.renewal) == (True, keys.renewal)
    LinkedIn(Account(linkedin.url, fresh, account_id=PAGE, client=CLIENT)).send(GREETING)


def test_a_token_without_a_renewal_serves_until_its_end(linkedin: Faulty) -> None:
    linkedin.set(renews=False)
    keys = let_in(linkedin)
    assert keys.renewal_ends_at == keys.ends_at
    assert LinkedIn(Account(linkedin.url, keys, client=CLIENT)).renew() == keys
    over = replace(keys, ends_at=clock.now())
    with pytest.raises(Unauthorised):
        LinkedIn(Account(linkedin.url, over, client=CLIENT)).renew()


def test_the_token_is_carried_to_no_other_host() -> None:
    assert posts._trusted("https://www.linkedin.com/dms-uploads/1", "https://api.linkedin.com")
    assert not posts._trusted("http://www.linkedin.com/dms-uploads/1", "https://api.linkedin.com")
    assert not posts._trusted("https://linkedin.com.evil.example/1", "https://api.linkedin.com")


def test_linkedin_registers_nobody_by_itself() -> None:
    with pytest.raises(Refused):
        LinkedIn.register(LinkedIn.usual_server(), redirect_uri=BACK)


def test_no_error_tells_a_secret(linkedin: Faulty) -> None:
    door = LinkedIn(Account(linkedin.url, Keys("revoked-secret-token", renewal="secret-renewal"), client=CLIENT))
    said = ""
    for act in (lambda: door.send(GREETING), door.renew, door.tell):
        with pytest.raises(Unauthorised) as caught:
            act()
        said += repr(caught.value) + str(caught.value.__cause__) + repr(door._account) + repr(door._api)
    assert "secret-" not in said
    assert "client-secret" not in said
