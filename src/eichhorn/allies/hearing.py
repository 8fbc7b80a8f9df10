"""From what a phone recorded to a sound that every browser plays: AAC in MP4, one voice, nothing said about place or device.

The difficult thing: the file comes from somebody without an account. So its kind is read from its first bytes and not
from its name, no program may open anything but it, and the work has limits of time, memory and length.
"""

import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eichhorn.allies.rules.limits import LARGEST_SPEECH_BYTES, LONGEST_SPEECH_S
from eichhorn.video import converting
from eichhorn.video.rules.taking import VideoProblem, VideoRefused


class SpeechProblem(StrEnum):
    """Why something is not taken as speech."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_SOUND = "not_sound"
    """No kind of sound that phones record, by its content."""
    BROKEN = "broken"
    TOO_LONG = "too_long"


class SpeechRefused(Exception):
    """The sound is not kept; `reason` says why."""

    def __init__(self, reason: SpeechProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound that can be kept."""

    content: bytes
    lasts_ms: int


def hear(content: bytes) -> Heard:
    """Return the sound as it is kept. Raises SpeechRefused."""
    if not content:
        raise SpeechRefused(SpeechProblem.EMPTY)
    if len(content) > LARGEST_SPEECH_BYTES:
        raise SpeechRefused(SpeechProblem.TOO_LARGE)
    kind = kind_of(content[:16])
    if not kind:
        raise SpeechRefused(SpeechProblem.NOT_SOUND)
    with tempfile.TemporaryDirectory(prefix="speech-") as folder:
        came, kept = Path(folder) / "came", Path(folder) / "kept.m4a"
        came.write_bytes(content)
        try:
            lasts_ms = converting.sound(came, kept, container=kind, longest_s=LONGEST_SPEECH_S)
        except VideoRefused as problem:
            too_long = problem.reason is VideoProblem.TOO_LONG
            raise SpeechRefused(SpeechProblem.TOO_LONG if too_long else SpeechProblem.BROKEN) from problem
        return Heard(kept.read_bytes(), lasts_ms)


BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x1aE\xdf\xa3", "matroska"), (b"OggS", "ogg"), (b"ID3", "mp3"), (b"#!AMR", "amr"), (b"\xff\xf1", "aac"), (b"\xff\xf9", "aac"),
    (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"), (b"fLaC", "flac"),
)  # fmt: skip


def kind_of(head: bytes) -> str:
    """Return what the sound is by its first bytes, as the reader calls it; empty where it is none that is taken."""
    if head[4:8] == b"ftyp":
        return "mov"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    return next((kind for begins, kind in BEGINNINGS if head.startswith(begins)), "")
