"""`eichhorn backup` and `eichhorn restore`: a whole installation as one sealed file, and back."""
