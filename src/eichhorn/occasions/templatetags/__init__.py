"""Tags of occasions."""
