"""What every room stands on: clock, states, errors, jobs, crypto, audit, text; it knows nothing of social media."""
