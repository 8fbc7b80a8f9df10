"""Pages of goals, pillars, campaigns and milestones."""
