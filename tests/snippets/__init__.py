"""What one writes again and again."""
