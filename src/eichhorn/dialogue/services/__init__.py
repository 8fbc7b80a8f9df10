"""Listening, answering, and deciding that no answer is needed."""

from eichhorn.dialogue.services.answers import TooLong, answer, needs_none, reopen
from eichhorn.dialogue.services.listening import listen, listen_below
from eichhorn.dialogue.services.receiving import receive

__all__ = ["TooLong", "answer", "listen", "listen_below", "needs_none", "receive", "reopen"]
