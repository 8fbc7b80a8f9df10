"""Pages of people: doors (links that let in), the own account and sign-in, the directory, departments and teams."""

from eichhorn.people.views import directory, doors, groups, own, sign_in

__all__ = ["directory", "doors", "groups", "own", "sign_in"]
