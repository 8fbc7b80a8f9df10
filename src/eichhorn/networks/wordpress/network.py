"""A WordPress site: posts with a title, pictures with descriptions, comments, by the REST API and an application password.

The difficult thing: WordPress knows no key that would make a repeat harmless. What it does keep is the last part of a post's
address, which we choose: words of the title and the first letters of the key. So a look is exact, and a repeat is never
made by a machine: a second post would stand beside the first, with "-2" at the end of its address.
https://developer.wordpress.org/rest-api/reference/posts/
"""

import time
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from eichhorn.foundation.text import Unit
from eichhorn.networks.answers import Asking, NotThere, read
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Fact,
    Keys,
    Message,
    Picture,
    Post,
    Receipt,
    Refused,
    Told,
    Unauthorised,
    Unreachable,
    Unsure,
)
from eichhorn.networks.doors import Asked, OwnPost
from eichhorn.networks.statuses import mapping
from eichhorn.networks.wordpress import comments, writing
from eichhorn.networks.wordpress.api import Api
from eichhorn.networks.wordpress.comments import when
from eichhorn.networks.wordpress.writing import Shown

HANDBOOK = "https://developer.wordpress.org/rest-api/reference"
READ_ON = "2026-11-22"
POSTS, MEDIA, ME = "/wp/v2/posts", "/wp/v2/media", "/wp/v2/users/me"
PREPARE_S, POST_S = 25.0, 30.0
PAGES = 8
ZONES_DIFFER = timedelta(days=1)
"""The site compares dates by its own wall clock."""


class WordPress:
    """One account on one site."""

    slug: ClassVar[str] = "wordpress"
    label: ClassVar[str] = "WordPress"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(100_000, f"{HANDBOOK}/posts/", READ_ON),
        unit=Unit.CODE_POINTS,
        link_length=None,
        pictures=Fact(20, f"{HANDBOOK}/media/", READ_ON),
        alt_limit=Fact(1_500, f"{HANDBOOK}/media/", READ_ON),
        threads=False,
    )
    """WordPress itself sets no limits; these are what Eichhorn sends at most."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._api = Api(account.server_url, account.keys.token)

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return None

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        if post.reply_to:
            return comments.send(self._api, post)
        until = time.monotonic() + PREPARE_S
        pictures = [self._upload(picture, until) for picture in post.pictures]
        wanted = {**writing.fields(post, pictures), "slug": writing.address(post), "status": "publish"}
        answer = self._api.ask("POST", POSTS, within_s=POST_S, asking=Asking.SEEN, json=wanted)
        told = read(answer, asking=Asking.SEEN)
        if not isinstance(told, dict) or not told.get("id"):
            raise Unsure("The site took the request and did not number the post.")
        return _receipt(told)

    def _upload(self, picture: Picture, until: float) -> Shown:
        """Return the picture in the site's library. Twice does no harm: nobody sees it before its post."""
        files = {"file": (picture.file_name, picture.content, picture.media_type)}
        described = {"alt_text": picture.alt} if picture.alt else {}
        answer = self._api.ask("POST", MEDIA, within_s=_within(until), files=files, data=described)
        told = mapping(read(answer))
        if not told.get("id") or not told.get("source_url"):
            raise Unreachable("The site took the picture and did not name it.")
        return Shown(int(told["id"]), str(told["source_url"]), picture.alt)

    # --- changing what is out -----------------------------------------------------------------------------------------

    def exchange(self, network_id: str, post: Post) -> Receipt:
        """The post says what `post` says, and shows its pictures, brought there anew; the old ones stay in the library."""
        return self._edit(network_id, post, keeps=False)

    def edit(self, network_id: str, post: Post) -> Receipt:
        """The post says what `post` says; its pictures stay where their number is the same, with the new descriptions."""
        return self._edit(network_id, post, keeps=True)

    def _edit(self, network_id: str, post: Post, *, keeps: bool) -> Receipt:
        if comments.is_comment(network_id):
            raise Refused("A comment on this site is not changed, but taken back and written anew.")
        until = time.monotonic() + PREPARE_S
        route = f"{POSTS}/{comments.number(network_id)}"
        there = writing.pictures_in(_raw(self._api.one(route), "content"))
        if keeps and len(there) == len(post.pictures):
            pairs = zip(there, post.pictures, strict=True)
            pictures = [self._described(number, picture.alt) for number, picture in pairs]
        else:
            pictures = [self._upload(picture, until) for picture in post.pictures]
        return _receipt(
            mapping(read(self._api.ask("POST", route, within_s=POST_S, json=writing.fields(post, pictures))))
        )

    def _described(self, number: int, alt: str) -> Shown:
        told = mapping(read(self._api.ask("POST", f"{MEDIA}/{number}", json={"alt_text": alt})))
        return Shown(number, str(told.get("source_url") or ""), alt)

    def delete(self, network_id: str) -> None:
        """It lies in the site's trash; it does no harm where it did already."""
        if comments.is_comment(network_id):
            comments.delete(self._api, network_id)
        else:
            comments.remove(self._api, f"{POSTS}/{comments.number(network_id)}")

    def hide(self, network_id: str, *, hidden: bool) -> None:
        comments.hide(self._api, network_id, hidden=hidden)

    # --- looking ------------------------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:  # noqa: ARG002  exact
        if post.reply_to:
            return comments.find(self._api, post, known=known)
        address = writing.address(post)
        for told in self._api.some(POSTS, slug=address, status="any"):
            if told.get("slug") == address and str(told.get("id")) not in known:
                return _receipt(told)
        return None

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        """Yield what was published on the site, by whichever of its authors: the site is what readers see as one."""
        after = f"{since - ZONES_DIFFER:%Y-%m-%dT%H:%M:%S}"
        seen: set[str] = set()
        for page in self._api.pages(POSTS, most=PAGES, after=after, order="desc", orderby="date", status="publish"):
            for told in page:
                said_at, number = when(told), str(told.get("id"))
                if said_at is not None and said_at >= since and number not in seen:
                    seen.add(number)
                    text = writing.said(_raw(told, "title"), _raw(told, "content"))
                    yield OwnPost(
                        number, str(told.get("link") or ""), text, said_at, language=str(told.get("lang") or "")
                    )

    # --- listening ----------------------------------------------------------------------------------------------------

    def incoming(self, *, since: str) -> Iterator[Message]:
        return comments.incoming(self._api, since=since, own=self._own_number())

    def thread(self, network_id: str) -> Iterator[Message]:
        try:
            yield from comments.thread(self._api, network_id, own=self._own_number())
        except NotThere:
            return

    # --- what the site tells ------------------------------------------------------------------------------------------

    def tell(self) -> Told:
        me = self._me()
        host = urlsplit(self._api.site).netloc + urlsplit(self._api.site).path
        return Told(
            account=f"{me.get('username') or me.get('name')}@{host}", account_id=str(me["id"]), software="wordpress"
        )

    def _me(self) -> dict[str, Any]:
        me = self._api.one(ME)
        if not me.get("id"):
            raise Unauthorised("The site does not say whose account this is.")
        may = mapping(me.get("capabilities"))
        if may and not (may.get("publish_posts") and may.get("upload_files")):
            raise Unauthorised("This account may not publish posts and pictures on the site.")
        return me

    def _own_number(self) -> str:
        return self._account.account_id or str(self._me()["id"])

    # --- being let in -------------------------------------------------------------------------------------------------

    @classmethod
    def asks(cls) -> tuple[Asked, ...]:
        return (Asked("user"), Asked("app_password", secret=True))

    @classmethod
    def sign_in(cls, server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
        user, password = given.get("user", "").strip(), "".join(given.get("app_password", "").split())
        if not user or not password or ":" in user:
            raise Refused("Both the name of the account and an application password are needed.")
        site = server_url.rstrip("/").removesuffix("/wp-admin").removesuffix("/wp-login.php").rstrip("/")
        keys = Keys(f"{user}:{password}")
        cls(Account(site, keys)).tell()
        return site, keys


def _receipt(told: dict[str, Any]) -> Receipt:
    return Receipt(str(told["id"]), str(told.get("link") or ""))


def _raw(told: dict[str, Any], name: str) -> str:
    part = mapping(told.get(name))
    return str(part.get("raw") or part.get("rendered") or "")


def _within(until: float) -> float:
    if (left := until - time.monotonic()) <= 0:
        raise Unreachable("The pictures were not taken in time.")
    return left
