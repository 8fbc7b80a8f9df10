"""What one writes again and again: hashtags, names of people, signatures, templates, and what links carry."""
