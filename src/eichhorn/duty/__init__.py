"""Who is there when: hours of the week, absences, and who stands in for whom."""
