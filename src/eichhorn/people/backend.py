"""Whose password lets them in: people who are here. On the day they leave, sessions and passwords end by themselves."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from eichhorn.foundation import clock
from eichhorn.people import queries
from eichhorn.people.models import User

PATH = "eichhorn.people.backend.PeopleWhoAreHere"


class PeopleWhoAreHere(AuthenticationBackend):  # type: ignore[misc]
    """Asked at every sign-in, and again at every request of a session."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        if not isinstance(user, User) or not user.is_active:
            return False
        left_on = user.person.left_on
        return left_on is None or queries.today(clock.now()) < left_on
