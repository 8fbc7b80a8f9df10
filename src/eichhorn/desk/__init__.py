"""What we are asked for: requests, their triage and the answers."""
