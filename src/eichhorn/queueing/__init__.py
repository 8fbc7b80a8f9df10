"""The queue of a channel: posts that take its free places in order, and nobody moves without having been named before."""
