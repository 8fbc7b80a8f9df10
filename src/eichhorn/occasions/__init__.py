"""What stands in the calendar of everybody: holidays, school holidays, own occasions, elections."""
