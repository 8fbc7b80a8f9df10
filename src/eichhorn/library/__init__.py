"""The house's pictures as people find them again: where each is used, and what to do where one may appear no longer."""
