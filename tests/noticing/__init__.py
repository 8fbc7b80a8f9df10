"""What is noticed in the words of a request."""
