"""What a video may be, what becomes of it, and how its subtitles are read."""
