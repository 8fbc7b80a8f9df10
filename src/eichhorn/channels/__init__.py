"""Where: one account on one network, its limits, its health, its Impressum."""
