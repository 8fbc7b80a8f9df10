"""Who did what, and when: the audit in words, searched, and given out as a table."""
