"""What is done with several posts in one act, after it was said what will happen to each."""
