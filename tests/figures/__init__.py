"""Requests in figures."""
