"""Where a browser is signed in: sessions in the database, under a key that is not the browser's.

The difficult thing: whoever has a browser's key is signed in as its person. So the key stands in the browser alone, and
the table knows what is derived from it, as with every other token here: a copy of the tables signs nobody in.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from eichhorn.foundation import clock
from eichhorn.foundation.crypto import token_hash

LONGEST_KEY = 40


def known_by(key: str | None) -> str:
    """Return under which key the table keeps the session of a browser; empty where there is none."""
    return token_hash(key)[:LONGEST_KEY] if key else ""


class SessionStore(db.SessionStore):
    """Django's own store in the database, which looks a session up by what is derived from the browser's key."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = self.model.objects.filter(session_key=known_by(self.session_key), expire_date__gt=clock.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(known_by(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = known_by(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(known_by(key))
