"""Allies: what they say, what they are asked for, and what comes back."""
