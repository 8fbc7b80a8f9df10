"""Making room for what is asked: what it may cost, a plain way to do it, and the best way."""
