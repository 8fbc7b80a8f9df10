"""What was left undone when its period ended: carried over to the next one, or let go with a reason."""
