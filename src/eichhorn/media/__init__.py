"""Pictures with their description and rights."""
