"""What somebody could notice who reads a request attentively: days, placeholders, pictures that are missing."""
