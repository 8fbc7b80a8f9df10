"""What each misbehaviour of X means for a post, compared with what X really took; and how we are let in and kept in."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from eichhorn.foundation import clock
from eichhorn.networks.base import (
    Account,
    Client,
    Keys,
    NetworkError,
    Picture,
    Poll,
    Post,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
    Unsure,
    Video,
    Visibility,
)
from eichhorn.networks.x import X
from tests.networks.running import Faulty, consented
from tests.networks.test_x import FILM, GREETING, PICTURED, SHOT
from tests.networks.x_fake import user_id

CLIENT = X.registration("client", "client-secret")
BACK = "https://eichhorn.example/settings/channels/connected/"


@pytest.mark.parametrize(
    ("fault", "told", "meaning", "there"),
    [
        ("refuse", "", Refused, 0),
        ("bad_request", "Your media IDs are invalid.", Refused, 0),
        ("payment", "Your enrolled account has no credits.", Refused, 0),
        ("forbidden", "You are not permitted to perform this action.", Refused, 0),
        ("forbidden", "This user is not allowed to post a video longer than 20 minutes.", Refused, 0),
        ("forbidden", "Your account is suspended and is not permitted to access this feature.", Unauthorised, 0),
        ("forbidden", "You are not allowed to create a Tweet with duplicate content.", Unsure, 0),
        ("not_found", "", Refused, 0),
        ("redirect", "", Refused, 0),
        ("unauthorised", "", Unauthorised, 0),
        ("throttle", "", Throttled, 0),
        ("error_before", "", Unsure, 0),
        ("unavailable", "", Unsure, 0),
        ("cut_before", "", Unsure, 0),
        ("error_after", "", Unsure, 1),
        ("timeout_after", "", Unsure, 1),
        ("cut_after", "", Unsure, 1),
        ("cut_json", "", Unsure, 1),
        ("html", "", Unsure, 1),
        ("no_id", "", Unsure, 1),
    ],
)
def test_each_answer_to_a_post_has_one_meaning(
    x_door: X, x: Faulty, fault: str, told: str, meaning: type[NetworkError], there: int
) -> None:
    x.order(fault, told=told)
    with pytest.raises(NetworkError) as caught:
        x_door.send(GREETING)
    assert type(caught.value) in (meaning, *meaning.__subclasses__())
    assert told in caught.value.told
    assert len(x.accepted()) == there


def test_an_answer_that_never_comes_is_a_doubt(x_door: X, x: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eichhorn.networks.x.network.WHOLE_S", 0.6)
    x.order("slow", seconds=30)
    with pytest.raises(Unsure):
        x_door.send(GREETING)
    assert len(x.accepted()) == 1


def test_a_repeat_that_x_refuses_as_a_duplicate_is_a_doubt_that_looking_clears(x_door: X, x: Faulty) -> None:
    """The first try arrived and its answer did not: to call the second one refused would tell a person to post again."""
    began = clock.now()
    x.order("cut_after")
    for _ in range(2):
        with pytest.raises(Unsure):
            x_door.send(GREETING)
    [there] = x.accepted()
    found = x_door.find(GREETING, since=began)
    assert found is not None
    assert found.network_id == there["id"]


@pytest.mark.parametrize("fault", ["error_before", "cut_after", "cut_json", "unavailable", "no_id"])
def test_a_picture_that_fails_leaves_no_doubt_about_the_post(x_door: X, x: Faulty, fault: str) -> None:
    x.order(fault, on="media", times=2)
    with pytest.raises(Unreachable):
        x_door.send(PICTURED)
    assert x.accepted() == []


def test_a_video_that_is_never_ready_leaves_no_doubt_about_the_post(
    x_door: X, x: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.x.network.PREPARE_VIDEO_S", 0.8)
    x.set(media_takes=1_000)
    with pytest.raises(Unreachable):
        x_door.send(replace(GREETING, video=replace(FILM, content=b"film")))
    assert x.accepted() == []


def test_a_video_that_x_cannot_prepare_is_refused_in_its_words(x_door: X, x: Faulty) -> None:
    x.set(media_fails=True)
    with pytest.raises(Refused, match="Unsupported video format"):
        x_door.send(replace(GREETING, video=replace(FILM, content=b"film")))


def post(**more: object) -> Post:
    return replace(GREETING, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "never",
    [
        post(pictures=(SHOT,) * 5),
        post(pictures=(SHOT,), video=FILM),
        post(pictures=(replace(SHOT, alt="x" * 1_001),)),
        post(video=replace(FILM, alt="x" * 1_001)),
        post(pictures=(SHOT,), poll=Poll(("Ja", "Nein"), timedelta(hours=1))),
        post(poll=Poll(("Ja",), timedelta(hours=1))),
        post(poll=Poll(tuple("abcde"), timedelta(hours=1))),
        post(poll=Poll(("Ja", "x" * 26), timedelta(hours=1))),
        post(poll=Poll(("Ja", "Nein"), timedelta(minutes=4))),
        post(poll=Poll(("Ja", "Nein"), timedelta(days=8))),
        post(poll=Poll(("Ja", "Nein"), timedelta(hours=1), several=True)),
        post(visibility=Visibility.FOLLOWERS),
        post(visibility=Visibility.UNLISTED),
    ],
)
def test_what_x_would_show_otherwise_than_it_was_meant_never_leaves(x_door: X, x: Faulty, never: Post) -> None:
    with pytest.raises(Refused):
        x_door.send(never)
    assert x.events("asked") == []


@pytest.mark.parametrize(
    "just",
    [
        post(pictures=(replace(SHOT, alt="x" * 1_000),) * 4),
        post(poll=Poll(("x" * 25, "b", "c", "d"), timedelta(days=7))),
        post(poll=Poll(("Ja", "Nein"), timedelta(minutes=5))),
        post(text="", pictures=(SHOT,)),
    ],
)
def test_what_just_fits_leaves(x_door: X, x: Faulty, just: Post) -> None:
    x_door.send(just)
    assert len(x.accepted()) == 1


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "cut_json", "html"])
def test_looking_never_adds_a_doubt(x_door: X, x: Faulty, fault: str) -> None:
    x.order(fault, on="lookup", times=2)
    with pytest.raises(Unreachable):
        x_door.find(GREETING, since=clock.now())


def test_reading_is_asked_again_where_the_connection_broke(x_door: X, x: Faulty) -> None:
    receipt = x_door.send(GREETING)
    x.order("cut_before", on="lookup")
    assert x_door.find(GREETING, since=clock.now()) == receipt


def in_seconds(seconds: int) -> str:
    return str(int(datetime.now(UTC).timestamp()) + seconds)


@pytest.mark.parametrize(
    ("header", "value", "shortest", "longest"),
    [
        ("x-rate-limit-reset", lambda: in_seconds(90), 80, 95),
        ("x-rate-limit-reset", lambda: in_seconds(90_000), 3600, 3600),
        ("x-rate-limit-reset", lambda: "soon", 60, 60),
        ("x-user-limit-24hour-remaining: 0\r\nx-rate-limit-reset: 5\r\nx-user-limit-24hour-reset",
         lambda: in_seconds(1_800), 1_700, 1_800),
    ],
)  # fmt: skip
def test_the_pause_is_what_x_asks_for(
    x_door: X, x: Faulty, header: str, value: Callable[[], str], shortest: int, longest: int
) -> None:
    x.order("throttle", header=header, retry_after=value())
    with pytest.raises(Throttled) as caught:
        x_door.send(GREETING)
    assert shortest <= caught.value.retry_after.total_seconds() <= longest


# --- letting us in ----------------------------------------------------------------------------------------------------


def challenge_of(verifier: str) -> str:
    """RFC 7636, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def consent(url: str) -> dict[str, str]:
    """Agree on the consent page; return what comes back with the person."""
    back = consented(url)
    assert back.startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def let_in(x: Faulty, verifier: str = "verifier") -> Keys:
    url = X.consent_url(x.url, CLIENT, redirect_uri=BACK, state="s", challenge=challenge_of("verifier"))
    came = consent(url)
    assert came["state"] == "s"
    return X.redeem(x.url, CLIENT, redirect_uri=BACK, code=came["code"], verifier=verifier)


def test_the_way_to_x_and_back_leads_to_keys_that_end_and_can_be_renewed(x: Faulty) -> None:
    keys = let_in(x)
    assert X(Account(x.url, keys)).tell().account == "@a1"
    assert keys.renewal
    assert keys.ends_at is not None
    assert timedelta(minutes=115) < keys.ends_at - clock.now() <= timedelta(hours=2)


def test_a_code_opens_nothing_without_its_verifier(x: Faulty) -> None:
    with pytest.raises(Unauthorised):
        let_in(x, verifier="guessed")


def test_a_wrong_secret_opens_nothing(x: Faulty) -> None:
    wrong = Client("client", "wrong", CLIENT.scopes)
    with pytest.raises(Unauthorised):
        X.redeem(x.url, wrong, redirect_uri=BACK, code="code-1", verifier="v")


def test_people_are_led_to_the_page_of_x_itself() -> None:
    url = X.consent_url(X.usual_server(), CLIENT, redirect_uri=BACK, state="s", challenge="c")
    assert url.startswith("https://x.com/i/oauth2/authorize?response_type=code&client_id=client&")
    assert "offline.access" in url
    assert "client-secret" not in url


def test_x_registers_nobody_by_itself() -> None:
    with pytest.raises(Refused):
        X.register(X.usual_server(), redirect_uri=BACK)


def test_a_token_that_ended_is_renewed_and_goes_on(x: Faulty) -> None:
    keys = let_in(x)
    x.set(ended=[keys.token])
    door = X(Account(x.url, keys, account_id=user_id("a1"), client=CLIENT))
    with pytest.raises(Unauthorised):
        door.send(GREETING)
    fresh = door.renew()
    assert fresh.token != keys.token
    assert fresh.renewal != keys.renewal
    X(Account(x.url, fresh, client=CLIENT)).send(GREETING)


def test_a_renewal_serves_once(x: Faulty) -> None:
    door = X(Account(x.url, let_in(x), client=CLIENT))
    door.renew()
    with pytest.raises(Unauthorised):
        door.renew()


def test_a_renewal_whose_answer_is_lost_is_not_asked_for_twice(x: Faulty) -> None:
    """Asking twice would spend what renews; so nothing is said, and the keys that still open stay."""
    door = X(Account(x.url, let_in(x), client=CLIENT))
    x.order("cut_before", on="token")
    with pytest.raises(Unreachable):
        door.renew()
    door.renew()


@pytest.mark.parametrize("account", [Account("", Keys("a1")), Account("", Keys("a1", renewal="r"))])
def test_without_what_renews_a_person_is_asked(account: Account) -> None:
    with pytest.raises(Unauthorised):
        X(account).renew()


def test_no_error_tells_a_secret(x: Faulty) -> None:
    door = X(Account(x.url, Keys("revoked-secret-token", renewal="secret-renewal"), client=CLIENT))
    said = ""
    for act in (lambda: door.send(GREETING), door.renew, door.tell):
        with pytest.raises(Unauthorised) as caught:
            act()
        said += repr(caught.value) + str(caught.value.__cause__) + repr(door._account) + repr(door)
    assert "secret-" not in said.replace("client-secret", "")
    assert "client-secret" not in said


def test_a_server_that_is_not_there_is_unreachable() -> None:
    for act in (lambda d: d.send(GREETING), lambda d: d.find(GREETING, since=clock.now()), lambda d: d.tell()):
        with pytest.raises(Unreachable):
            act(X(Account("https://nobody.invalid", Keys("a1"))))


def test_a_picture_and_a_film_say_nothing_of_their_bytes() -> None:
    assert "film" not in repr(Video(b"film", "video/mp4", "v.mp4", "")).replace("file_name", "")
    assert "PNG" not in repr(Picture(b"PNG", "image/png", "p", ""))
