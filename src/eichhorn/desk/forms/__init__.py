"""Input of requesters, and of those who answer them."""

from eichhorn.desk.forms.answers import DecisionForm, LetterForm, ReplyForm, TermsForm
from eichhorn.desk.forms.missing import MissingForm
from eichhorn.desk.forms.requests import LARGEST_PICTURE_BYTES, EnteredForm, RequestForm, stamp
from eichhorn.desk.forms.wishes import Wish, WishField

__all__ = [
    "LARGEST_PICTURE_BYTES", "DecisionForm", "EnteredForm", "LetterForm", "MissingForm", "ReplyForm", "RequestForm", "TermsForm", "Wish", "WishField",
    "stamp",
]  # fmt: skip
