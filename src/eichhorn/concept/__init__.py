"""The strategy as a document: seven answers, in force from a day, and what each version changed and why."""
