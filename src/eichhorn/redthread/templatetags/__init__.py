"""Tags of the red thread."""
