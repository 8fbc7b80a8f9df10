"""Pages of posts in the making: the list, the composer, the history."""
