"""Writing it: the page on which a post is written, counted, seen and handed over."""
