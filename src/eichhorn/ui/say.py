"""A word to the person after something succeeded: a toast, with a way to undo it where there is one."""

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Show the sentence on the next page, bottom left; `undo` is an address that takes the step back by POST."""
    messages.success(request, sentence, extra_tags=undo)


def problem(request: HttpRequest, sentence: str) -> None:
    """Show the sentence at the top of the next page; for what cannot stand at its field."""
    messages.error(request, sentence)
