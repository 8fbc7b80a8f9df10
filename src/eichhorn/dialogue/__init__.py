"""Listening and answering."""
