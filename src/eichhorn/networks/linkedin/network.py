"""The page of an organisation on LinkedIn, by a registration that an administrator makes there by hand.

The difficult thing: LinkedIn takes what it will not show. A text that is too long, or in which a bracket is not escaped, is
cut without a word; so what would be cut never leaves. It keeps no key that makes a second try harmless either: a post
whose answer never came is looked for among the page's own.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from eichhorn.foundation import clock
from eichhorn.foundation.text import Unit, length
from eichhorn.networks.answers import Asking, NotThere, read
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Client,
    Fact,
    Keys,
    Message,
    Post,
    Receipt,
    Refused,
    Told,
    Unauthorised,
    Unsure,
    Visibility,
)
from eichhorn.networks.doors import Figures, OwnPost
from eichhorn.networks.linkedin import comments, listening, little, posts
from eichhorn.networks.linkedin.api import API, Api, as_object, as_objects, encoded, instant, place, several

DOCS = "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares"
RATES = "https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/rate-limits"
READ_ON = "2026-11-22"
TEXT_LIMIT, COMMENT_LIMIT, PICTURES, ALT_LIMIT = 3_000, 1_250, 20, 4_086
KINDS = ("image/jpeg", "image/png", "image/gif")
SCOPES = (
    "r_organization_social w_organization_social r_organization_social_feed w_organization_social_feed"
    " rw_organization_admin"
)
MAY_POST = ("ADMINISTRATOR", "CONTENT_ADMIN", "CONTENT_ADMINISTRATOR")
PREPARE_S, WHOLE_S = 25.0, 55.0
CLOCKS_DIFFER = timedelta(minutes=1)
PAGE = 50
READS_EVERY_S = 900
"""LinkedIn counts calls by the day and tells nobody how many there are: reading must leave enough for sending."""


class LinkedIn:
    """One page of an organisation, administered by the member who gave consent."""

    slug: ClassVar[str] = "linkedin"
    label: ClassVar[str] = "LinkedIn"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(TEXT_LIMIT, f"{DOCS}/posts-api", READ_ON),
        unit=Unit.UTF16,
        link_length=None,
        pictures=Fact(PICTURES, f"{DOCS}/multiimage-post-api", READ_ON),
        alt_limit=Fact(ALT_LIMIT, f"{DOCS}/multiimage-post-api", READ_ON),
        picture_types=KINDS,
        picture_pixels=Fact(36_152_319, f"{DOCS}/images-api", READ_ON),
        threads=False,
        language=False,
        content_warning=False,
        quotes=True,
        cards=True,
        reads_every=Fact(READS_EVERY_S, RATES, READ_ON),
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._place = place(account.server_url)
        self._api = Api(self._place.api, account.keys.token)

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return None

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        _check(post)
        begun, page = time.monotonic(), self._page()
        if post.reply_to:
            return comments.say(self._api, page, post, within_s=WHOLE_S - (time.monotonic() - begun))
        body = posts.body(self._api, page, post, begun + PREPARE_S)
        within_s = WHOLE_S - (time.monotonic() - begun)
        answer = self._api.ask("POST", "/rest/posts", within_s=within_s, asking=Asking.SEEN, json=body)
        if network_id := answer.headers.get("x-restli-id", "") or answer.headers.get("x-linkedin-id", ""):
            return comments.receipt(network_id)
        raise Unsure("LinkedIn took the request and did not name the post.")

    def edit(self, network_id: str, post: Post) -> Receipt:
        """The text is changed; LinkedIn lets nothing else be."""
        _check(post)
        if comments.is_comment(network_id):
            comments.change(self._api, self._page(), network_id, comments.text_of(post), within_s=WHOLE_S)
            return comments.receipt(network_id)
        path = f"/rest/posts/{encoded(network_id)}"
        if not posts.same_surroundings(post, self._api.get(path), described=True):
            raise Refused("On LinkedIn only the text of a post can be changed.")
        change = {"patch": {"$set": {"commentary": little.written(comments.text_of(post))}}}
        self._api.ask("POST", path, within_s=WHOLE_S, meant="PARTIAL_UPDATE", json=change)
        return comments.receipt(network_id)

    def delete(self, network_id: str) -> None:
        try:
            if comments.is_comment(network_id):
                comments.take_back(self._api, self._page(), network_id)
            else:
                self._api.ask("DELETE", f"/rest/posts/{encoded(network_id)}", meant="DELETE")
        except NotThere:
            return

    # --- looking ------------------------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        from_when = since - CLOCKS_DIFFER
        if post.reply_to:
            return comments.found(self._api, self._page(), post, since=from_when, known=known)
        for told in self._mine(from_when):
            if str(told["id"]) not in known and posts.same(post, told):
                return comments.receipt(str(told["id"]))
        return None

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        for told in self._mine(since):
            said_at = _when(told)
            if said_at and told.get("lifecycleState") in posts.OUT:
                network_id = str(told["id"])
                yield OwnPost(network_id, comments.receipt(network_id).url, posts.said(told), said_at)

    def _mine(self, since: datetime) -> Iterator[dict[str, Any]]:
        """Yield the page's posts since the instant, newest first."""
        path = f"/rest/posts?author={encoded(self._page())}&q=author&sortBy=CREATED"
        seen: set[str] = set()
        for told in self._api.elements(path, count=PAGE, meant="FINDER"):
            if (_when(told) or since) < since:
                return
            if told.get("id") and str(told["id"]) not in seen:
                seen.add(str(told["id"]))
                yield told

    def measure(self, network_ids: Sequence[str]) -> Mapping[str, Figures]:
        """LinkedIn leaves out what nobody has seen yet; so what it leaves out is asked for by name."""
        found: dict[str, Figures] = {}
        for first in range(0, len(network_ids), 20):
            some = [each for each in network_ids[first : first + 20] if not comments.is_comment(each)]
            found |= self._counted(some)
            if silent := [each for each in some if each not in found]:
                path = f"/rest/posts?ids={several(silent)}"
                there = as_object(self._api.get(path, meant="BATCH_GET", closes=False).get("results"))
                found |= {each: Figures(replies=0, likes=0, shares=0, views=0) for each in silent if each in there}
        return found

    def _counted(self, network_ids: list[str]) -> dict[str, Figures]:
        shares = [each for each in network_ids if each.startswith("urn:li:share:")]
        others = [each for each in network_ids if each.startswith("urn:li:ugcPost:")]
        asked = (f"&shares={several(shares)}" if shares else "") + (f"&ugcPosts={several(others)}" if others else "")
        if not asked:
            return {}
        path = (
            "/rest/organizationalEntityShareStatistics?q=organizationalEntity"
            f"&organizationalEntity={encoded(self._page())}{asked}"
        )
        found = {}
        for told in as_objects(self._api.get(path, closes=False).get("elements")):
            found[str(told.get("share") or told.get("ugcPost"))] = _figures(as_object(told.get("totalShareStatistics")))
        return found

    # --- listening ----------------------------------------------------------------------------------------------------

    def incoming(self, *, since: str) -> Iterator[Message]:
        yield from listening.heard(self._api, self._page(), since=since)

    def thread(self, network_id: str) -> Iterator[Message]:
        yield from comments.thread(self._api, self._page(), network_id)

    # --- whose page it is ---------------------------------------------------------------------------------------------

    def tell(self) -> Told:
        page, name = self._chosen()
        return Told(account=name, account_id=page)

    def _page(self) -> str:
        return self._account.account_id or self._chosen()[0]

    def _chosen(self) -> tuple[str, str]:
        """Return urn and name of the page that was typed, or of the only one that the member may post for."""
        path = "/rest/organizationAcls?q=roleAssignee&state=APPROVED"
        found: dict[str, tuple[str, str]] = {}
        for role in self._api.elements(path, count=PAGE, meant="FINDER"):
            urn = next((str(role[key]) for key in ("organization", "organizationTarget") if role.get(key)), "")
            if urn and urn not in found and role.get("role") in MAY_POST:
                found[urn] = self._named(urn)
        wanted = self._place.page.lower()
        fitting = [urn for urn, (_, vanity) in found.items() if wanted in ("", vanity.lower(), urn.rsplit(":", 1)[1])]
        if len(fitting) == 1:
            return fitting[0], found[fitting[0]][0]
        pages = ", ".join(f"{name} (linkedin.com/company/{vanity})" for name, vanity in found.values())
        if not found:
            raise Unauthorised("This member administers no page on LinkedIn.")
        if wanted:
            raise Unauthorised(f"This member does not administer {self._place.page}, but {pages}.")
        raise Refused(f"This member administers several pages: {pages}. Enter the address of one as the server.")

    def _named(self, urn: str) -> tuple[str, str]:
        """Return name and address of the organisation."""
        number = urn.rsplit(":", 1)[1]
        told = self._api.get(f"/rest/organizations/{number}")
        return str(told.get("localizedName") or number), str(told.get("vanityName") or number)

    # --- letting us in ------------------------------------------------------------------------------------------------

    @classmethod
    def usual_server(cls) -> str:
        return API

    @classmethod
    def registered_at(cls) -> str:
        return "https://www.linkedin.com/developers/apps"

    @classmethod
    def registration(cls, client_id: str, client_secret: str) -> Client:
        return Client(client_id, client_secret, SCOPES)

    @classmethod
    def register(cls, server_url: str, *, redirect_uri: str) -> Client:
        raise Refused(f"{server_url} registers no program by itself, so nobody comes back to {redirect_uri}.")

    @classmethod
    def consent_url(cls, server_url: str, client: Client, *, redirect_uri: str, state: str, challenge: str) -> str:  # noqa: ARG003  LinkedIn knows PKCE for programs without a secret alone
        asked = {
            "response_type": "code", "client_id": client.client_id, "redirect_uri": redirect_uri, "state": state,
            "scope": client.scopes,
        }  # fmt: skip
        return f"{place(server_url).site}/oauth/v2/authorization?{urlencode(asked)}"

    @classmethod
    def redeem(cls, server_url: str, client: Client, *, redirect_uri: str, code: str, verifier: str) -> Keys:  # noqa: ARG003
        return _keys(
            server_url, client, {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        )

    def renew(self) -> Keys:
        client, keys = self._account.client, self._account.keys
        if client is None or not keys.renewal:
            if keys.ends_at and keys.ends_at > clock.now():
                return keys  # LinkedIn gives renewals to some programs only; the token serves until its end
            raise Unauthorised("Nothing renews this token: a person has to connect the channel again.")
        asked = {"grant_type": "refresh_token", "refresh_token": keys.renewal}
        return _keys(self._account.server_url, client, asked)


def _keys(server_url: str, client: Client, asked: dict[str, str]) -> Keys:
    """Return the keys that LinkedIn gives for a code or a renewal."""
    now = clock.now()
    form = asked | {"client_id": client.client_id, "client_secret": client.client_secret}
    try:
        answer = Api(place(server_url).site).ask("POST", "/oauth/v2/accessToken", asking=Asking.ONCE, data=form)
    except Refused as refusal:
        raise Unauthorised(refusal.told) from refusal
    given = as_object(read(answer))
    if not given.get("access_token"):
        raise Unauthorised("LinkedIn gave no token.")

    def end(name: str) -> datetime | None:
        lasts = given.get(name)
        return now + timedelta(seconds=lasts) if isinstance(lasts, int) and lasts > 0 else None

    renewal = str(given.get("refresh_token") or "")
    return Keys(
        str(given["access_token"]),
        renewal=renewal,
        ends_at=end("expires_in"),
        renewal_ends_at=end("refresh_token_expires_in" if renewal else "expires_in"),
    )


def _check(post: Post) -> None:
    """Raise Refused for what LinkedIn would cut, or show otherwise than it was meant."""
    limit = COMMENT_LIMIT if post.reply_to else TEXT_LIMIT
    problems = {
        f"LinkedIn takes {limit:,} characters and would cut the rest.": (
            length(comments.text_of(post), Unit.UTF16) > limit
        ),
        f"LinkedIn takes {PICTURES} pictures.": len(post.pictures) > PICTURES,
        "In comments on LinkedIn there are no described pictures.": bool(post.reply_to and post.pictures),
        "LinkedIn takes JPEG, PNG and GIF.": any(picture.media_type not in KINDS for picture in post.pictures),
        f"LinkedIn takes descriptions of {ALT_LIMIT:,} characters.": any(
            length(picture.alt, Unit.UTF16) > ALT_LIMIT for picture in post.pictures
        ),
        "Videos and polls do not leave for LinkedIn by machine.": bool(post.video or post.poll),
        "What a page says on LinkedIn is public.": post.visibility is not Visibility.PUBLIC,
    }
    for sentence, found in problems.items():
        if found:
            raise Refused(sentence)


def _when(told: dict[str, Any]) -> datetime | None:
    return instant(told.get("publishedAt")) or instant(told.get("createdAt"))


def _figures(counted: dict[str, Any]) -> Figures:
    def number(name: str) -> int | None:
        return counted[name] if isinstance(counted.get(name), int) else None

    return Figures(
        replies=number("commentCount"),
        likes=number("likeCount"),
        shares=number("shareCount"),
        views=number("impressionCount"),
    )
