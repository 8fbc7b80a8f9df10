"""Telling other programs what happened, by signed calls to addresses that an administrator entered."""
