"""The stage's pages (pages), its consent page (doors) and its API for programs (api)."""
