"""Pages of people: doors (links that let in), the own account and sign-in, providers, the directory, roles, teams."""

from eichhorn.people.views import directory, doors, groups, own, own_roles, providers, sign_in, sign_in_rules

__all__ = ["directory", "doors", "groups", "own", "own_roles", "providers", "sign_in", "sign_in_rules"]
