"""Taking out of a file what nobody meant to publish, without touching one pixel.

The difficult thing: a photograph tells where, when and with what it was taken, in several places, and after its end
whole films may follow. So nothing is looked for: each format is read part by part, and only the parts that a picture
needs to be seen are kept. A file of such parts alone comes out byte for byte.
"""

import struct
from collections.abc import Callable, Iterator


class Unreadable(ValueError):
    """The file does not keep to its format."""


def stripped(content: bytes, kind: str) -> bytes:
    """Return the file with nothing but what one sees and its colours. Raises Unreadable.

    `kind` as Pillow names the format. A GIF comes out as it came: its words are another matter (`looking`).
    """
    return _BY_KIND[kind](content) if kind in _BY_KIND else content


KEPT_APPLICATION_PARTS = {0xE0: (b"JFIF\x00", b"JFXX\x00"), 0xE2: (b"ICC_PROFILE\x00",), 0xEE: (b"Adobe",)}
"""Of a JPEG's parts for applications those that change how it looks: size unit, colour profile, colour model."""
COMMENT, START_OF_SCAN, END_OF_IMAGE = 0xFE, 0xDA, 0xD9


def _jpeg(content: bytes) -> bytes:
    if content[:2] != b"\xff\xd8":
        raise Unreadable
    out, place = bytearray(content[:2]), 2
    while True:
        marker, place = _marker(content, place)
        if marker == END_OF_IMAGE:
            return bytes(out + b"\xff\xd9")
        end = place + _length(content, place)
        part = content[place:end]
        if not _is_dropped(marker, part[2:]):
            out += bytes((0xFF, marker)) + part
        place = end
        if marker == START_OF_SCAN:
            end = _end_of_scan(content, place)
            out += content[place:end]
            place = end


def _marker(content: bytes, place: int) -> tuple[int, int]:
    """Return the marker that stands at the place, after any fill bytes, and where its part begins."""
    if content[place : place + 1] != b"\xff":
        raise Unreadable
    while content[place : place + 1] == b"\xff":
        place += 1
    if place >= len(content):
        raise Unreadable
    return content[place], place + 1


def _length(content: bytes, place: int) -> int:
    length = int.from_bytes(content[place : place + 2], "big")
    if length < 2 or place + length > len(content):
        raise Unreadable
    return length


def _is_dropped(marker: int, inside: bytes) -> bool:
    if marker == COMMENT:
        return True
    return 0xE0 <= marker <= 0xEF and not inside.startswith(KEPT_APPLICATION_PARTS.get(marker, ()))


def _end_of_scan(content: bytes, place: int) -> int:
    """Return where the next marker stands that does not belong to the pixels."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise Unreadable
        after = content[place + 1]
        if after == 0 or 0xD0 <= after <= 0xD7:
            place += 2
        elif after == 0xFF:
            place += 1
        else:
            return place


PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_KEEPS = frozenset({
    b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"hIST", b"tRNS", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip


def _png(content: bytes) -> bytes:
    if not content.startswith(PNG_BEGINS):
        raise Unreadable
    out, place = bytearray(PNG_BEGINS), len(PNG_BEGINS)
    while True:
        length = int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        end = place + 12 + length
        if len(name) < 4 or end > len(content):
            raise Unreadable
        is_needed = name[:1].isupper()
        if is_needed or name in PNG_KEEPS:
            out += content[place:end]
        place = end
        if name == b"IEND":
            return bytes(out)


WEBP_KEEPS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_TELLS = 0x0C
"""The two flags of the extended header that announce words about place and camera."""


def _webp(content: bytes) -> bytes:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Unreadable
    end = 8 + struct.unpack("<I", content[4:8])[0]
    if end > len(content):
        raise Unreadable
    out = bytearray()
    for name, inside in _riff_parts(content[12:end]):
        if name not in WEBP_KEEPS:
            continue
        kept = bytes((inside[0] & ~WEBP_TELLS,)) + inside[1:] if name == b"VP8X" and inside else inside
        out += name + struct.pack("<I", len(kept)) + kept + b"\x00" * (len(kept) % 2)
    return b"RIFF" + struct.pack("<I", len(out) + 4) + b"WEBP" + bytes(out)


def _riff_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place < len(content):
        if place + 8 > len(content):
            raise Unreadable
        name, length = content[place : place + 4], struct.unpack("<I", content[place + 4 : place + 8])[0]
        if place + 8 + length > len(content):
            raise Unreadable
        yield name, content[place + 8 : place + 8 + length]
        place += 8 + length + length % 2


_BY_KIND: dict[str, Callable[[bytes], bytes]] = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png, "WEBP": _webp}
