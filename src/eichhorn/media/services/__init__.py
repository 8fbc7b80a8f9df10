"""Every change to a picture: storing it, saying what is known of it, and who is shown on it."""

from eichhorn.media.rules import PictureProblem, PictureRefused
from eichhorn.media.services.consenting import NamedAlready, named, say_consent, unname
from eichhorn.media.services.knowing import describe, keep, name_person
from eichhorn.media.services.storing import store
from eichhorn.media.services.uploading import (
    Came,
    WrongPlace,
    add_piece,
    begin_upload,
    drop_upload,
    path_of,
    sweep_uploads,
    take_piece,
)

__all__ = [
    "Came", "NamedAlready", "PictureProblem", "PictureRefused", "WrongPlace", "add_piece", "begin_upload", "describe", "drop_upload", "keep", "name_person",
    "named", "path_of", "say_consent", "store", "sweep_uploads", "take_piece", "unname",
]  # fmt: skip
