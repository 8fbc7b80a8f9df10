"""The card of a link: fetched by a press, changed by hand, kept with the version.

The difficult thing: the page belongs to strangers. `foundation.webpages` reads it; here what it says becomes words that
fit, and its picture one of the store, made small and new from its pixels, so that nothing else travels with it.
"""

import io
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import QueryDict
from PIL import Image

from eichhorn.composer.forms import own_name
from eichhorn.composer.rules.appearing import links
from eichhorn.content.rules import LONGEST_CARD_TEXT, LONGEST_CARD_TITLE, Card, is_address, tidy
from eichhorn.foundation import webpages
from eichhorn.foundation.webpages import NotRead
from eichhorn.media import services as media
from eichhorn.media.looking import look
from eichhorn.media.rules import PictureRefused
from eichhorn.people import throttle
from eichhorn.people.models import Person

OFTEN, PER = 30, timedelta(hours=1)
"""So many pages an hour for one person: enough for a morning's posts, too few for looking round in a network."""
WIDE_PX, HIGH_PX, QUALITY = 1_200, 1_200, 82


class NoLink(Exception):
    """The text holds no link."""


class TooOften(Exception):
    """One person has asked for too many pages."""


def first_link(text: str) -> str:
    """Return the first link of a text, empty where there is none."""
    found = links(text)
    return text[found[0][0] : found[0][1]] if found else ""


def wanted(posted: QueryDict, *, tab: int) -> str:
    """Return of which link a card is wanted: the first of the text on the page, else of any other, else the one typed."""
    names = (
        [own_name(tab), "text"] if tab else ["text", *sorted(name for name in posted if name.startswith(own_name("")))]
    )
    found = [link for name in names if (link := first_link(tidy(posted.get(name, ""))))]
    typed = posted.get("card_url", "").strip()
    return found[0] if found else typed if is_address(typed) else ""


def fetched(url: str, *, by: Person, now: datetime) -> Card:
    """Return the card that the page makes of itself. Raises NoLink, TooOften, NotRead."""
    if not url:
        raise NoLink
    if not throttle.allow(f"card:{by.pk}", limit=OFTEN, per=PER, now=now):
        raise TooOften
    page = webpages.read(url)
    return Card(
        url, page.title[:LONGEST_CARD_TITLE] or urlsplit(url).netloc, page.description[:LONGEST_CARD_TEXT],
        _picture(page.picture_url, of=url, by=by, now=now) if page.picture_url else "",
    )  # fmt: skip


def _picture(address: str, *, of: str, by: Person, now: datetime) -> str:
    """Return the digest of the page's picture in the store, empty where it is none that can be shown."""
    try:
        content = _small(webpages.picture(address))
        return media.store(content=content, file_name="card.jpg", source=of, by=by, now=now).digest
    except (NotRead, PictureRefused):
        return ""


def _small(content: bytes) -> bytes:
    """Return it as a JPEG that every network takes for a card. Raises PictureRefused."""
    looked = look(content)
    with Image.open(io.BytesIO(looked.content)) as image:
        image.draft("RGB", (WIDE_PX, HIGH_PX))
        seen = image.convert("RGBA")
        seen.thumbnail((WIDE_PX, HIGH_PX))
        flat = Image.new("RGB", seen.size, "white")
        flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def with_card(posted: QueryDict, card: Card | None) -> QueryDict:
    """Return what was sent, with this card in the form."""
    after = posted.copy()
    for name in ("card_url", "card_title", "card_description", "card_picture", "card_bare"):
        after.pop(name, None)
    if card is not None:
        after["card_url"], after["card_title"] = card.url, card.title
        after["card_description"], after["card_picture"] = card.description, card.picture_digest
    return after
