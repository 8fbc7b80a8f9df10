"""How: clauses, and the pure check engine that composer, desk and review call."""
