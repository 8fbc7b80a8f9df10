"""Giving a planned post another day by hand: what speaks against it is said before, and it can be taken back."""
