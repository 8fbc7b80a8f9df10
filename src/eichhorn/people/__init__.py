"""Who: the organisation, departments, persons, teams, roles with beginning, end and scope, and links for people without an account."""
