"""Pages around approvals: asking, deciding, and who is asked."""
