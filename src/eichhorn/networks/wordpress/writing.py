"""A text as WordPress keeps it, in blocks, and back again.

The difficult thing: a post of ours is one text, one of WordPress has a title as well. A short first line with more below it
is the title; of any other text the beginning serves as title and the whole stands below it. Reading back undoes either.
Everything is escaped: whoever may write HTML there must not do so by accident.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from eichhorn.foundation.text import LINK, cut
from eichhorn.networks import plain
from eichhorn.networks.base import Post

LONGEST_TITLE, SHORT_TITLE, LONGEST_EXCERPT, LONGEST_NAME = 120, 80, 200, 60
MARK = 12
"""Letters of the key in a post's address: enough that no two posts share them."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
PICTURE = re.compile(r"<!-- wp:image\b.*?<!-- /wp:image -->", re.DOTALL)
PICTURE_ID = re.compile(r'<!-- wp:image \{[^}]*"id":(\d+)')
AFTER_LINK = ".,;:!?)]}»“”'\""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that lies in the site's library."""

    number: int
    url: str
    alt: str


def split(text: str) -> tuple[str, str]:
    """Return title and body."""
    text = text.strip()
    first, _, rest = (part.strip() for part in text.partition("\n"))
    if rest and len(first) <= LONGEST_TITLE and not LINK.fullmatch(first):
        return first, rest
    return cut(first, SHORT_TITLE), text


def joined(title: str, body: str) -> str:
    """Return the one text of which title and body were made."""
    beginning = title.removesuffix("…").rstrip()
    if not beginning or " ".join(body.split()).startswith(" ".join(beginning.split())):
        return body
    return f"{title}\n\n{body}".strip()


def fields(post: Post, pictures: Sequence[Shown]) -> dict[str, str]:
    """Return what the post says: title, content in blocks, excerpt, and its language for sites that know languages."""
    title, body = split(post.text)
    warning = [f"<strong>{_marked(post.content_warning)}</strong>"] if post.content_warning else []
    paragraphs = [*warning, *(_marked(paragraph) for paragraph in re.split(r"\n\s*\n", body) if paragraph.strip())]
    blocks = [*(_paragraph(words, post.language) for words in paragraphs), *(_picture(each) for each in pictures)]
    first = next((part for part in re.split(r"\n\s*\n", body) if part.strip()), "")
    return {
        "title": html.escape(title, quote=False), "content": "\n\n".join(blocks),
        "excerpt": html.escape(cut(first, LONGEST_EXCERPT), quote=False),
        "lang": post.language,
    }  # fmt: skip


def address(post: Post) -> str:
    """Return the last part of the post's address, the same for every try: words of its title, and its key."""
    words = split(post.text)[0].lower().translate(UMLAUTS)
    plain_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    name = "-".join(re.findall(r"[a-z0-9]+", plain_words))[:LONGEST_NAME].strip("-")
    mark = post.key.replace("-", "")[:MARK].lower()
    return f"{name}-{mark}" if name else f"e-{mark}"


def said(title: str, content: str) -> str:
    """Return the text of a post as it lies there, without its pictures."""
    return joined(plain.from_html(title), plain.from_html(PICTURE.sub("", content)))


def pictures_in(content: str) -> list[int]:
    """Return the numbers of the pictures in a content, in order."""
    return [int(number) for number in PICTURE_ID.findall(content)]


def _paragraph(words: str, language: str) -> str:
    spoken = f'<span lang="{html.escape(language)}">{words}</span>' if language else words
    return f"<!-- wp:paragraph -->\n<p>{spoken}</p>\n<!-- /wp:paragraph -->"


def _picture(shown: Shown) -> str:
    return (
        f'<!-- wp:image {{"id":{shown.number},"sizeSlug":"large"}} -->\n'
        f'<figure class="wp-block-image size-large"><img src="{html.escape(shown.url)}" alt="{html.escape(shown.alt)}" '
        f'class="wp-image-{shown.number}"/></figure>\n<!-- /wp:image -->'
    )


def _marked(paragraph: str) -> str:
    """Return the paragraph with its lines and its links."""
    parts, at = [], 0
    for found in LINK.finditer(paragraph):
        url = found.group().rstrip(AFTER_LINK)
        parts += [_lines(paragraph[at : found.start()]), f'<a href="{html.escape(url)}">{html.escape(url)}</a>']
        at = found.start() + len(url)
    return "".join([*parts, _lines(paragraph[at:])]).strip()


def _lines(words: str) -> str:
    return html.escape(words, quote=False).replace("\n", "<br>")
