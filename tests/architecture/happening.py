"""A house full of secrets, in which everything happens that can, and in which everybody that it speaks with refuses.

Each function lets one thing happen, through the services and pages that people use, and gives what was heard to the
house. What is shown once on purpose is not given: the page on which a token, a secret or a code is made.
"""

import json
import re
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings as ours
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import get_default_exception_reporter_filter
from pytest_django import Settings

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.config.doctor import pictures
from eichhorn.content.services import NewAttachment
from eichhorn.dialogue import services as dialogue
from eichhorn.foundation import clock
from eichhorn.foundation.crypto import new_token
from eichhorn.mailbox import looking as letters
from eichhorn.media.stores import Address
from eichhorn.networks.base import Account, Keys
from eichhorn.networks.by_hand import ByHand
from eichhorn.networks.doors import Asked
from eichhorn.notices import services as notices
from eichhorn.people import identities
from eichhorn.people.rules import ProviderKind, RoleKind
from eichhorn.webhooks import services as webhooks
from eichhorn.webhooks.models import Endpoint
from tests import make
from tests.architecture import planting, world
from tests.architecture.echoing import Echo, Mood, alive
from tests.architecture.gathering import Gathered
from tests.architecture.planting import Planted
from tests.architecture.rows import ROWS
from tests.notices.sink import Sink, opened

SHOWN_ON_PURPOSE = frozenset(
    {"mfa_activate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes", "desk:form_link"}
)
"""The key of an app while it is set up, one's own recovery codes, and the public form's address on the team's page."""
STEP = timedelta(days=1)


class Stumbling(ByHand):
    """A network of somebody else's that breaks in whatever is asked of it."""

    slug: ClassVar[str] = "stumbling"
    by_hand: ClassVar[bool] = False

    @classmethod
    def asks(cls) -> tuple[Asked, ...]:
        return (Asked("password", secret=True),)

    @classmethod
    def sign_in(cls, server_url: str, given: dict[str, str]) -> tuple[str, Keys]:
        account = Account(server_url, Keys(given["password"]))
        raise RuntimeError(f"the program broke at {account}")

    def send(self, post: Any) -> Any:
        raise RuntimeError(f"the program broke at {self._account}")


class House:
    """A house with its secrets, what it speaks with, and what was heard of it."""

    def __init__(self, echo: Echo, settings: Settings, gathered: Gathered) -> None:
        self.echo, self.settings, self.gathered = echo, settings, gathered
        self.planted = Planted()
        self.plant = self.planted.plant
        settings.NETWORKS = [*ours.NETWORKS, f"{Stumbling.__module__}.Stumbling"]
        settings.METRICS_TOKEN = self.plant("token of the metrics")
        self.plant("master key", ours.KEYS.master)
        self.plant("key of signatures", ours.SECRET_KEY)
        self.plant("password of the database", connection.settings_dict["PASSWORD"])
        self.now = clock.now()
        self.world = world.built()
        for purpose, token in self.world.tokens.items():
            self.plant(f"link: {purpose}", token)
        self.plant("token of the stage", self.world.stage_token)
        self.admin = make.people.administrator("Helene Voss")
        self.page = make.people.client_of(self.admin)
        self.page.raise_request_exception = False
        self.plant("session", self.page.cookies[ours.SESSION_COOKIE_NAME].value)
        self.channels: dict[str, Channel] = {}

    def open(self, place: str, path: str, sent: Any = None, *, by: Client | None = None, **more: Any) -> Any:
        """Ask as somebody does, and take what is answered."""
        asked = by or self.page
        answer = asked.get(path, **more) if sent is None else asked.post(path, sent, **more)
        return self.gathered.answer(place, answer)


def posts_are_refused(house: House) -> None:
    """A post to every network at once meets each kind of refusal; then people are listened to, and keys renewed."""
    keys = planting.keys_of_networks(house.planted, house.echo.url, now=house.now)
    house.channels = planting.connected(house.planted, keys, house.echo.url, by=house.admin, now=house.now)
    every = list(house.channels.values())
    due = {mood: house.now + (number + 1) * STEP for number, mood in enumerate(Mood)}
    for due_at in due.values():
        make.delivery.post(every, due_at=due_at, now=house.now)
    for mood, due_at in due.items():
        house.echo.mood = mood
        for name, channel in house.channels.items():
            channel.refresh_from_db()
            if channel.health != Health.CONNECTED:
                planting.let_in(channel, keys[name], by=house.admin, now=due_at)
        make.delivery.run(due_at, slots=9)
        for channel in every:
            if mood is not Mood.SHUT:  # else it is closed before its key is renewed
                dialogue.listen(channel=channel, now=due_at)
            channels.renew(channel=channel, now=due_at)
        channels.refresh_all(now=due_at)


def connecting_is_refused(house: House) -> None:
    """What is typed to connect a channel is refused, and so is the code of a server's consent page."""
    typed = {name: house.plant(f"typed {name}") for name in ("app_password", "password", "password_or_token")}
    typed["bot_token"] = f"123456780:{house.plant('typed token of a bot', 'B' + 'c0ffee' * 5 + 'abcd')}"
    given = typed | {
        "handle": "stadtwerke.bsky.social", "user": "redaktion", "matrix_user": "@wir:erlengrund.example", "chat": "@stadtwerke",
        "room": "!raum:erlengrund.example", "server_url": house.echo.url,
    }  # fmt: skip
    for mood in (Mood.REFUSES, Mood.SHUT):
        house.echo.mood = mood
        for name in ("bluesky", "telegram", "wordpress", "matrix", "stumbling"):
            house.open("a page that connects", reverse("channels:sign_in", args=[house.channels[name].pk]), given)
    url, secret = f"{house.echo.url}/consent", house.plant("client secret of mastodon")
    house.echo.gives["/consent/api/v1/apps"] = {"client_id": "eichhorn", "client_secret": secret}
    asked = channels.add(name="Kanal consent", network="mastodon", server_url=url, by=house.admin, now=house.now)
    page = house.open("a page that connects", reverse("channels:connect", args=[asked.pk]), {})
    (address,) = re.findall(r'href="([^"]*/oauth/authorize[^"]*)"', page.text)
    state = parse_qs(urlsplit(address.replace("&amp;", "&")).query)["state"][0]
    back = {"state": state, "code": house.plant("code of a consent")}
    house.open("a page that connects", reverse("channels:connected"), None, query_params=back)
    house.open("a page that connects", reverse("channels:channel", args=[asked.pk]))


def mail_is_refused(house: House) -> None:
    """A mail server does not let us in; another one quotes the mail that it does not take, as filters do."""
    password, link = house.plant("password of the mail server"), house.plant("link: in a mail", new_token())
    body = f"Guten Tag,\n\nhier geht es weiter: {ours.PUBLIC_URL}/enter/{link}/\n"
    sink = Sink()
    sink.at_data = lambda text: f"554 5.7.1 refused for {re.findall(r'https?://[^ ]+', text)[0].strip()}"
    for lets_in in (False, True):
        house.settings.MAIL_URL = ""
        notices.tell(to_email="voss@erlengrund.example", language="de", subject="Ihr Zugang", body=body, now=house.now)
        with opened(sink, password=password if lets_in else "ein anderes Passwort"):
            house.settings.MAIL_URL = f"smtp://eichhorn:{password}@127.0.0.1:{sink.port}"
            notices.send_due(now=house.now + timedelta(hours=int(lets_in)))
    house.settings.MAIL_URL = f"smtp://eichhorn:{password}@127.0.0.1:9"
    notices.tell(to_email="voss@erlengrund.example", language="de", subject="Ihr Zugang", body=body, now=house.now)
    notices.send_due(now=house.now + timedelta(hours=2))
    for port in (9, sink.port):
        house.settings.IMAP_URL = f"imap://eichhorn:{password}@127.0.0.1:{port}/"
        letters.look(now=house.now)
    house.settings.IMAP_URL = f"imaps://eichhorn:{password}@127.0.0.1:no/"
    letters.look(now=house.now)
    house.settings.IMAP_URL = ""


def the_bucket_refuses(house: House) -> None:
    """The bucket of the pictures repeats what it is asked, hangs up and shuts: to a form, a page, the sending and the doctor."""
    secret, before = house.plant("secret of the bucket"), house.settings.BUCKET
    program = make.api.program(make.people.person("Jana Petri", role=RoleKind.MANAGER))
    house.plant("token of a program that sends pictures", program.secret)
    picture, channel = make.media.picture(), house.channels["mastodon"]
    browser, keys = house.world.client(RoleKind.MANAGER), Keys(house.plant("another token of mastodon"))
    browser.raise_request_exception = False
    for number, mood in enumerate(Mood):
        house.echo.mood = mood
        house.settings.BUCKET = Address(f"bucket-{number}", house.echo.url, "eu-central-1", "", "eichhorn", secret)
        sent = SimpleUploadedFile("bagger.png", make.media.png(), "image/png")
        house.open("a page with pictures", reverse("library:add"), {"pictures": [sent]}, by=browser, follow=True)
        house.open("a page with pictures", reverse("media:picture", args=[picture.digest]))
        house.gathered.answer("the interface", program.get(f"/media/{picture.digest}/content"))
        due_at = house.now + (number + 20) * STEP
        planting.let_in(channel, keys, by=house.admin, now=house.now)
        make.delivery.post([channel], due_at=due_at, now=house.now, attachments=[NewAttachment(picture, "Bagger")])
        make.delivery.run(due_at)
        house.gathered.take("what the doctor says", repr(list(pictures.looks())))
    house.settings.BUCKET = before


def programs_are_refused(house: House) -> None:
    """Who is told refuses; who asks by a token is refused: as a program, and as an assistant."""
    for endpoint in Endpoint.objects.all():  # whose names are nobody's
        webhooks.switch_off(endpoint=endpoint, by=house.admin, now=house.now)
    made = make.webhooks.endpoint(f"{house.echo.url}/hook", by=house.admin, now=house.now)
    house.plant("secret of calls", made.secret)
    house.plant("fresh secret of calls", webhooks.rotate(endpoint=made.endpoint, by=house.admin, now=house.now).secret)
    make.webhooks.happened(now=house.now)
    for mood in (Mood.CUT, Mood.REFUSES, Mood.SHUT):
        house.echo.mood = mood
        make.webhooks.told(after=timedelta(hours=list(Mood).index(mood)))
    program = make.api.program(make.people.person("Jana Petri", role=RoleKind.MANAGER))
    house.plant("token of a program", program.secret)
    house.plant("token of a program without its beginning", program.secret.removeprefix("eichhorn."))
    opened = make.api.said(program.post("/idea-doors", {"name": "Jugendtreff", "lasts": "month"}))
    house.plant("token of a door for ideas", opened["address"].rstrip("/").rpartition("/")[2])
    unknown = make.api.Program(house.plant("token that nobody made", f"eichhorn.{new_token()}"))
    for asked in (program, unknown):
        for path in ("/channels", "/deliveries", "/slots", "/nowhere", "/drafts/999999"):
            house.gathered.answer("the interface", asked.get(path))
        house.gathered.answer("the interface", asked.post("/slots", {"title": program.secret[:4]}))
        house.gathered.answer("the interface", asked.post("/slots", "{"))
        for method, more in (("tools/list", {}), ("tools/call", {"name": "nothing", "arguments": {}})):
            sent = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": more})
            headers = {"accept": "application/json, text/event-stream"}
            answer = asked.client.post("/mcp", sent, content_type="application/json", headers=headers)
            house.gathered.answer("what an assistant is answered", answer)


def people_sign_in(house: House) -> None:
    """Somebody signs in with password and second factor, forgets the password, and is refused at their provider."""
    password, wrong = house.plant("password"), house.plant("wrong password")
    person, guest = make.people.with_password("Cem Aydın", password=password), make.people.guest()
    house.open("the sign-in", "/sign-in/", {"login": person.email, "password": wrong}, by=guest)
    house.open("the sign-in", "/sign-in/", {"login": person.email, "password": password}, by=guest)
    key = re.findall(r'id="key">([A-Z2-7 ]+)<', guest.get("/settings/sign-in/app/").text)[0]
    guest.post("/settings/sign-in/app/", {"code": make.people.app_code(key, steps=-1)})
    house.plant("key of an app", key.replace(" ", ""))
    house.plant("key of an app as it is shown", key)
    factor = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    codes = RecoveryCodes(factor).get_unused_codes()
    house.planted.codes |= {f"recovery code {number}": code.encode() for number, code in enumerate(codes)}
    house.open("the sign-in", reverse("mfa_index"), by=guest)
    house.plant("session behind a second factor", guest.cookies[ours.SESSION_COOKIE_NAME].value)
    second = make.people.guest()
    for path, sent in (
        ("/sign-in/", {"login": person.email, "password": password}), ("/sign-in/second/", {"code": "00000000"}),
        ("/sign-in/second/", {"code": codes[0]}), ("/account/password/", {"oldpassword": wrong, "password1": "kurz"}),
    ):  # fmt: skip
        house.open("the sign-in", path, sent, by=second)
    house.open("the sign-in", "/sign-in/forgotten/", {"email": person.email}, by=make.people.guest())
    path = make.notices.link_to(person.email)
    house.plant("key for a forgotten password", path.strip("/").rpartition("/")[2].partition("-")[2])
    _provider_refuses(house)


def _provider_refuses(house: House) -> None:
    """The provider takes neither our secret nor anybody's code."""
    issuer, guest = f"{house.echo.url}/idp", make.people.guest()
    provider = identities.add(
        name="Stadtkonto", kind=ProviderKind.OIDC, issuer=issuer, client_id="eichhorn", secret=house.plant("secret at a provider"),
        by=house.admin, now=house.now,
    )  # fmt: skip
    ends = {f"{name}_endpoint": f"{issuer}/{name}" for name in ("authorization", "token")}
    house.echo.gives["/idp/.well-known"] = {"issuer": issuer, "jwks_uri": f"{issuer}/keys", **ends}
    house.echo.mood = Mood.REFUSES
    left = guest.get(reverse("people:leave_for_provider", args=[provider.pk]))
    state = parse_qs(urlsplit(left["Location"]).query)["state"][0]
    back = {"state": state, "code": house.plant("code of a provider")}
    path = reverse("people:back_from_provider", args=[provider.pk])
    house.open("the way back from a provider", path, None, by=guest, query_params=back)


def everything_is_looked_at(house: House) -> None:
    """Somebody who may see most goes through every page; links are opened; watchers and the curious come by."""
    manager = house.world.client(RoleKind.MANAGER)
    manager.raise_request_exception = False
    for row in ROWS:
        if row.get is None or row.link or row.program or row.name in SHOWN_ON_PURPOSE:
            continue
        visitor = manager if RoleKind.ADMINISTRATOR not in row.get else house.page
        path = reverse(row.name, args=row.at(house.world))
        house.open(f"the page {row.name}", path, by=visitor, query_params=row.asked(house.world))
    for channel in house.channels.values():
        house.open("the page of a channel", reverse("channels:channel", args=[channel.pk]))
    right = {"authorization": f"Bearer {house.settings.METRICS_TOKEN}"}
    for path, headers in (("/health", {}), ("/live", {}), ("/metrics", {}), ("/metrics", right)):
        house.open("the watchers", path, by=make.people.guest(), headers=headers)
    for token in house.world.tokens.values():
        house.open("a page that is not there", f"/nowhere/{token}/", by=make.people.guest())
    house.gathered.take("settings beside a trace", repr(get_default_exception_reporter_filter().get_safe_settings()))
    for shown in (*house.echo.alive, *alive()):
        house.gathered.take("what something says of itself", shown)
