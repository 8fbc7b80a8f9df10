"""Another date for a post, by hand: what speaks against it, and the way back."""
