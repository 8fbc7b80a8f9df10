"""Being here: who has a draft open is known to whoever opens it too, for a minute.

The difficult thing: what helps two people not to write against each other must never become a record of who worked when.
So there is one row a person and draft, overwritten each time and deleted with the next sign of anybody; no log names it.
"""

from datetime import datetime

from eichhorn.composer.models import Here
from eichhorn.composer.queries import FORGOTTEN_AFTER
from eichhorn.content.models import Draft
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


def be_here(*, draft: Draft, person: Person, now: datetime) -> None:
    """The others who open this draft are told of the person for a minute. Idempotent; who left is forgotten."""
    people.require(person, Act.WRITE, now=now)
    forget(now=now)
    Here.objects.update_or_create(draft=draft, person=person, defaults={"seen_at": now})


def leave(*, draft: Draft, person: Person) -> None:
    """Nobody is told of the person any more. Idempotent."""
    Here.objects.filter(draft=draft, person=person).delete()


def forget(*, now: datetime) -> None:
    """Whoever was not here for a minute is forgotten."""
    Here.objects.filter(seen_at__lte=now - FORGOTTEN_AFTER).delete()
