"""The rehearsal stage: a network inside the installation, on which one may try everything."""
