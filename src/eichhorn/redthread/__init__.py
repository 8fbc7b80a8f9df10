"""The red thread as a whole: what of the plan is tied to why, and what is not."""
