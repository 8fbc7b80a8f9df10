"""The shell, shared templates and components; it knows no room."""
