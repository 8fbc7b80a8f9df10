"""What a request form asks: types of requests with their lead time, and the team's own questions."""
