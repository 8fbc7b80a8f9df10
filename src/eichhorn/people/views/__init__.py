"""Pages of people: doors (links that let in), the own account, the directory, departments and teams."""

from eichhorn.people.views import directory, doors, groups, own

__all__ = ["directory", "doors", "groups", "own"]
