"""Why: goals and pillars."""
