"""An answer to a question of the form, with all that is needed to read it when the question is gone."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to one question, in the words that stood there; numbers for programs."""

    question: int
    asked: str
    said: str
    kind: str
    choices: tuple[int, ...] = ()
    day: str = ""
    """The day that was answered, as programs write it."""

    def kept(self) -> dict[str, Any]:
        return asdict(self) | {"choices": list(self.choices)}
