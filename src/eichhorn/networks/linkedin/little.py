"""The "little text format" in which LinkedIn takes and gives the text of a post.

The difficult thing: what is not escaped is no error. LinkedIn takes the post and shows it only up to the first bracket.
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format
"""

import re

RESERVED = re.compile(r"([\\|{}@\[\]()<>#*_~])")
HASHTAG = re.compile(r"(?<![\w&#/\\])#(?=\w*[^\W\d_])\w+(?!\w)")
WRITTEN_TAG = re.compile(r"\{hashtag\|(?:\\?#|＃)\|((?:\\.|[^}\\])*)\}")
MENTION = re.compile(r"@\[((?:\\.|[^\]\\])*)\]\(urn:li:[^)]*\)")
ESCAPED = re.compile(r"\\([\\|{}@\[\]()<>#*_~])")


def written(text: str) -> str:
    """Return the text as LinkedIn takes it: hashtags stay hashtags, everything else stands for itself."""
    parts, end = [], 0
    for tag in HASHTAG.finditer(text):
        parts += [_escaped(text[end : tag.start()]), f"{{hashtag|\\#|{_escaped(tag[0][1:])}}}"]
        end = tag.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return RESERVED.sub(r"\\\1", text)


def read(little: str) -> str:
    """Return what people read: tags and mentions as words, nothing escaped."""
    plain = WRITTEN_TAG.sub(r"\\#\1", little)
    return ESCAPED.sub(r"\1", MENTION.sub(r"\1", plain))
