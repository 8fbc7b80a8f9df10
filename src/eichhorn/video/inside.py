"""Looks into a file in a process of its own, and says what is in it as JSON. It is run by its path and imports nothing of ours.

The difficult thing: a file may be made to harm whoever opens it. So before anything of it is read, this process has
given away the time, the memory and the files that it could misuse; if it dies, only it dies.
"""

import json
import os
import resource
import sys
from typing import Any

CPU_S = 25
MEMORY_BYTES = 3 * 1024**3
MOST_OPEN_FILES = 64
LOOKED_AT = 64
TELLS_MORE_THAN_IT_HAS = 0.9, 0.2
"""A film of which less than this share, and this many seconds less, is there ends too early."""


def main() -> int:
    path, longest_s, most_pixels, most_frames = sys.argv[1], *map(int, sys.argv[2:5])
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_CPU, CPU_S), (resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    sys.stdout.write(json.dumps(looked(path, longest_s, most_pixels, most_frames)))
    return 0


def kind_of(head: bytes) -> str:
    """Return what the file is by its first bytes, as the reader calls it; empty where it is none that is taken.

    Named kinds alone are read: lists of other files, subtitles with commands and whatever else calls itself a video are not.
    """
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return "mov"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    return ""


def looked(path: str, longest_s: int, most_pixels: int, most_frames: int) -> dict[str, Any]:
    """Return what is in the file, or {"problem": …}."""
    import av

    with open(path, "rb") as file:  # noqa: PTH123 — nothing but what is needed is imported here
        kind = kind_of(file.read(LOOKED_AT))
    if not kind:
        return {"problem": "not_a_video"}
    try:
        with av.open(path, format=kind, options={"protocol_whitelist": "file"}) as container:
            return _seen(container, kind, longest_s, most_pixels, most_frames)
    except (av.FFmpegError, ValueError, MemoryError, OverflowError, ZeroDivisionError):
        return {"problem": "broken"}


def _seen(container: Any, kind: str, longest_s: int, most_pixels: int, most_frames: int) -> dict[str, Any]:
    import av

    cover = av.stream.Disposition.attached_pic
    pictures = [one for one in container.streams.video if not one.disposition & cover]
    if not pictures:
        return {"problem": "no_pictures" if container.streams.audio else "broken"}
    stream = pictures[0]
    stream.thread_count = 1
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > most_pixels:
        return {"problem": "too_many_pixels"}
    told_s = container.duration / av.time_base if container.duration else None
    frame = next(iter(container.decode(stream)), None)
    if frame is None or not width or not height:
        return {"problem": "broken"}
    turned = int(getattr(frame, "rotation", 0) or 0) % 360
    container.seek(0)
    sound = container.streams.audio
    frames, begins, ends, whole = 0, None, 0.0, 0.0
    for packet in container.demux([stream, *sound[:1]]):
        if packet.pts is None:
            continue
        at = float(packet.pts * packet.stream.time_base)
        over = at + float((packet.duration or 0) * packet.stream.time_base)
        whole = max(whole, over)
        if packet.stream.index == stream.index:
            frames, begins, ends = frames + 1, at if begins is None else min(begins, at), max(ends, over)
        if whole > longest_s or frames > most_frames:
            return {"problem": "too_long"}
    lasts = ends - (begins or 0.0)
    share, seconds = TELLS_MORE_THAN_IT_HAS
    if not frames or lasts <= 0 or (told_s is not None and whole < told_s * share - seconds):
        return {"problem": "broken"}
    upright = turned % 180 == 90
    return {
        "container": kind, "picture_codec": stream.codec_context.name,
        "sound_codec": sound[0].codec_context.name if sound else "", "duration_ms": max(1, round(lasts * 1000)),
        "width_px": height if upright else width, "height_px": width if upright else height, "rotation": turned,
        "frame_rate": round(float(stream.average_rate or 0), 3),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
