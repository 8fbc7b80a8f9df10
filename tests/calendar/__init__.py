"""The calendar: views, filters, kept views."""
