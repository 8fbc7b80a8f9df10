"""The editorial meeting: an agenda that builds itself, and decisions that are changes."""
