"""What the stage allows, how a text becomes a page, and what a visitor is called."""

import base64
import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from eichhorn.foundation.text import LINK

TEXT_LIMIT = 500
LINK_LENGTH = 23
PICTURES = 4
ALT_LIMIT = 1_500
PICTURE_BYTES = 8_000_000
PICTURE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
SPOILER_LIMIT = 300
KEPT = timedelta(days=30)
"""How long things stand on the stage."""
CODE_LASTS = timedelta(minutes=10)
HANDLE = re.compile(r"^[a-z0-9_]{2,50}$")
VISITOR = "gast_"
"""What every visitor's handle begins with, and no account's: nobody speaks as the organisation."""
PAGE, LONGEST_PAGE = 20, 40


POLL_OPTIONS, POLL_OPTION_LIMIT, POLL_S = 4, 50, (300, 2_629_746)


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll as a program sends it."""

    options: tuple[str, ...]
    lasts_s: int
    several: bool = False

    @property
    def is_in_order(self) -> bool:
        shortest, longest = POLL_S
        return (
            2 <= len(self.options) <= POLL_OPTIONS
            and len(set(self.options)) == len(self.options)
            and all(0 < len(option) <= POLL_OPTION_LIMIT for option in self.options)
            and shortest <= self.lasts_s <= longest
        )


def challenge_of(verifier: str) -> str:
    """Return what a program sends ahead of the verifier (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def markup(text: str) -> str:
    """Return the text as networks send it: escaped, in paragraphs, with links that lead somewhere."""
    parts: list[str] = []
    last = 0
    for found in LINK.finditer(text):
        address = html.escape(found[0])
        parts += [html.escape(text[last : found.start()], quote=False)]
        parts += [f'<a href="{address}" rel="nofollow noopener noreferrer">{address}</a>']
        last = found.end()
    parts.append(html.escape(text[last:], quote=False))
    body = re.sub(r"\n{2,}", "</p><p>", "".join(parts).strip())
    return f"<p>{body.replace(chr(10), '<br />')}</p>"


def handle_of(name: str, *, visitor: bool = False) -> str:
    """Return a handle for the name: small letters, digits and underscores, at least two of them."""
    spelled = name.lower()
    for letter, spelling in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        spelled = spelled.replace(letter, spelling)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "jemand"
    return f"{VISITOR}{kept}" if visitor else (kept if len(kept) > 1 else f"{kept}_")


def mention(handle: str) -> str:
    """Return the pattern by which a database finds that a text names the handle."""
    return rf"(^|[^[:alnum:]_@])@{re.escape(handle)}($|[^[:alnum:]_])"
