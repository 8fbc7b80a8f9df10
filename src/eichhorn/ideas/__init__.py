"""What could become a post: ideas of the team, and of those who are out there with a phone."""
