"""What we say: drafts, versions, variants."""
