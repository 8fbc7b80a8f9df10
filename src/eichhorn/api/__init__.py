"""The door for machines: the REST interface, through the same services as the pages, with tokens and scopes."""
