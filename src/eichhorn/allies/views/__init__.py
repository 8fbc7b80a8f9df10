"""Allies and asks as the team sees them, and the pages by which people answer without an account."""
