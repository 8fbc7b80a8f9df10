"""When: slots with their stage, the weekly cadence, and what a newcomer would displace."""
