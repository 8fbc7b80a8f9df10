"""Pages of videos: what comes in, how far it is, what is known of it, and the films themselves."""
