"""Videos as programs see them, how they come in, and what is said of them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Flag, Sent, Shown, Text, Words, words_of
from eichhorn.api.schemas.media import LicensedShown, ThingKnown, licensed
from eichhorn.media.models import Upload
from eichhorn.media.rules import LONGEST_GIVEN_NAME, PIECE_BYTES
from eichhorn.video import queries
from eichhorn.video.models import Video
from eichhorn.video.rules.subtitles import LARGEST_CHARACTERS
from eichhorn.video.rules.taking import LARGEST_BYTES, LONGEST_S, State, VideoProblem
from eichhorn.video.words import refusal

DIGEST = r"^[0-9a-f]{64}$"
SUBTITLES = "0:01 --> 0:04\nGuten Morgen vom Nordring."

VideoState = Annotated[State, words_of(State)]


class NewVideoUpload(Sent):
    """A video that is to come, piece by piece."""

    file_name: Text = Field(max_length=LONGEST_GIVEN_NAME, examples=["bagger.mp4"])
    size_bytes: int = Field(
        strict=True, ge=0, le=2**53, description=f"At most {LARGEST_BYTES // 1024**2} MB.", examples=[31_457_280]
    )
    digest: str = Field(
        pattern=DIGEST, description=f"SHA-256 of the SHA-256s (as bytes) of its pieces, each of {PIECE_BYTES} bytes."
    )


class VideoUploadShown(Shown):
    """How much of a video has come."""

    id: str = Field(examples=["Zk3v…"])
    received_bytes: int = Field(description="The next piece begins here.")
    size_bytes: int
    piece_bytes: int = Field(description="How large a piece is; the last one may be smaller.", examples=[PIECE_BYTES])
    video: int | None = Field(description="The number of the video once all of it is there.", examples=[5])


class PosterShown(Shown):
    digest: str
    at_ms: int = Field(description="The moment of the film that it shows.", examples=[3000])


class SubtitlesShown(Shown):
    language: str = Field(examples=["de"])
    digest: str = Field(description="SHA-256 of their text.")


class VideoShown(LicensedShown):
    """One video: how far it is, what is in it, and what is known of it."""

    id: int = Field(examples=[5])
    file_name: str = Field(examples=["bagger"])
    state: Annotated[str, words_of(State)] = Field(description="Only one that is ready may stand in a post.")
    percent: int = Field(description="How far it is converted.", examples=[100])
    problem: Annotated[str, words_of(VideoProblem)] | None = Field(
        description="Why it could not be converted; null where it could."
    )
    problem_says: str = Field(description="The same in a sentence.")
    digest: str | None = Field(
        description="SHA-256 of the film that leaves, by which posts name it; null until it is ready."
    )
    size_bytes: int | None = Field(description="Of the film that leaves; null until it is ready.")
    duration_ms: int = Field(description=f"At most {LONGEST_S} seconds.", examples=[12_500])
    width_px: int
    height_px: int
    has_sound: bool
    no_speech: bool = Field(description="Whether somebody said that nothing is spoken in it.")
    needs_subtitles: bool = Field(
        description="Whether it has sound, is spoken in as far as we know, and has no subtitles: "
        "as long as that is so, no post with it can be handed in."
    )
    poster: PosterShown | None = Field(description="The picture that stands for it; null until it is ready.")
    subtitles: list[SubtitlesShown] = Field(description="What posts take that are saved from now on.")


class VideoKnown(ThingKnown):
    """What is known of a video, as a whole; what is left out is empty afterwards."""


class VideoSpeech(Sent):
    no_speech: Flag = Field(description="Whether nothing is spoken in it; then it needs no subtitles.")


class VideoMoment(Sent):
    at_ms: int = Field(strict=True, ge=0, le=LONGEST_S * 1000, description="The moment of the film.", examples=[7000])


class NewSubtitles(Sent):
    text: Words = Field(
        max_length=LARGEST_CHARACTERS, description="WebVTT, SRT, or as one types them.", examples=[SUBTITLES]
    )


def upload(of: Upload, *, received: int | None = None, video: Video | None = None) -> VideoUploadShown:
    return VideoUploadShown(
        id=of.ident, received_bytes=of.received_bytes if received is None else received, size_bytes=of.size_bytes,
        piece_bytes=PIECE_BYTES, video=video.pk if video is not None else None,
    )  # fmt: skip


def video(of: Video, *, on: date) -> VideoShown:
    """Return the video. No query where it came by `video.queries.known`."""
    said = queries.subtitles_of(of)
    return VideoShown(
        id=of.pk, file_name=of.file_name, state=of.state, percent=of.percent, problem=of.why or None,
        problem_says=refusal(VideoProblem(of.why)) if of.why else "", digest=of.digest or None,
        size_bytes=of.size_bytes or None, duration_ms=of.duration_ms, width_px=of.width_px, height_px=of.height_px,
        has_sound=bool(of.sound_codec), no_speech=of.no_speech, needs_subtitles=not said and not of.is_silent,
        poster=PosterShown(digest=of.poster.digest, at_ms=of.poster.at_ms) if of.poster is not None else None,
        subtitles=[SubtitlesShown(language=one.language, digest=one.digest) for one in said],
        **licensed(of, may_appear=queries.ended(of, on=on) is None),
    )  # fmt: skip
