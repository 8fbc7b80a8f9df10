"""Pictures are shown, and come in by pieces."""
