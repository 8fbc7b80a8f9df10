"""Input of requesters, and of those who answer them."""

from eichhorn.desk.forms.answers import (
    CalledForm,
    DecisionForm,
    HandOnForm,
    JudgeForm,
    LetterForm,
    ObjectForm,
    ReplyForm,
    TermsForm,
)
from eichhorn.desk.forms.missing import MissingForm
from eichhorn.desk.forms.pasting import PastedForm, Proposed, proposed
from eichhorn.desk.forms.pictures import LARGEST_PICTURE_BYTES
from eichhorn.desk.forms.requests import EnteredForm, RequestForm, stamp
from eichhorn.desk.forms.wishes import Wish, WishField

__all__ = [
    "LARGEST_PICTURE_BYTES", "CalledForm", "DecisionForm", "EnteredForm", "HandOnForm", "JudgeForm", "LetterForm", "MissingForm", "ObjectForm", "PastedForm", "Proposed", "ReplyForm", "RequestForm", "TermsForm", "Wish", "WishField",
    "proposed", "stamp",
]  # fmt: skip
