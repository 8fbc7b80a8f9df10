"""The red thread page."""
