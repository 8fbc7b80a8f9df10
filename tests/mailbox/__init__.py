"""Requests that come by mail."""
