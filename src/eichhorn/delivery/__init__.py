"""Saying it: each approved version reaches its channel, once."""
