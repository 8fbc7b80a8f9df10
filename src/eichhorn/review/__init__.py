"""Whether we may: routes, and approvals bound to content and time."""
