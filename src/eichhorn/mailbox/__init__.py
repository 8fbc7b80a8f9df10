"""Requests that come by mail: letters taken in once, kept whole, and led to the request they are about."""
