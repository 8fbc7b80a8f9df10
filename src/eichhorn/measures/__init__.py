"""Measures of a topic: several posts that are meant together, looked at first and planned in one action."""
