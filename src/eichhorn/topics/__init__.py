"""What we speak about when: topics with their briefs in the Themenplan, and the audiences for whom."""
