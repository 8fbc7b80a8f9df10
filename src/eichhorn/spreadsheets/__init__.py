"""Posts out of a spreadsheet: read line by line, looked at first, then made all or nothing."""
