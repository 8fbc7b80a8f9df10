"""The hall: pages made of several rooms."""
