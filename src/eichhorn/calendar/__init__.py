"""The plan as people look at it: month, week, day, list and board of one filter, kept as named views."""
