"""The file that is brought in, and what it says."""
