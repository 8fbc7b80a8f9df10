"""Every change to a video: taking it in, converting it, saying what is known of it, and what is said in it."""

from eichhorn.video.services.converting import Work, again, failed, finish, go_on, next_to_convert, put_back
from eichhorn.video.services.knowing import (
    choose_poster,
    describe,
    drop_subtitles,
    name_person,
    put_subtitles,
    say_no_speech,
)
from eichhorn.video.services.taking import Came, begin_upload, fingerprint, store, take_piece

__all__ = [
    "Came", "Work", "again", "begin_upload", "choose_poster", "describe", "drop_subtitles", "failed", "fingerprint", "finish", "go_on",
    "name_person", "next_to_convert", "put_back", "put_subtitles", "say_no_speech", "store", "take_piece",
]  # fmt: skip
