"""The doors: one file per network, pure Python, no Django."""
