"""Requests in figures: what comes in, what becomes of it, and what it costs; about departments, and about nobody."""
