"""Pages of the editorial meeting."""
