"""Measurements of the running product: real processes, a real database, a network of our own that counts."""
