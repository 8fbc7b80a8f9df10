"""Filters of hours and deputies."""
