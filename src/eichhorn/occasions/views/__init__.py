"""Pages of occasions."""
