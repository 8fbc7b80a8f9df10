"""What people say about a draft while it is being written: remarks, proposed wordings, and what became of them."""
