"""Videos: what comes in, what becomes of it, what stands below it, and whether it may appear."""
