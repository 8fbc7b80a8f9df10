"""What programs send and get: one schema for each thing, in the words of the domain."""
