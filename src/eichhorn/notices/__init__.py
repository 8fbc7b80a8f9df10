"""What people are told and by which way; mail where it is set up, else an outbox page."""
