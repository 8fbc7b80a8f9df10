"""The pool, and the pages by which phones send ideas."""
