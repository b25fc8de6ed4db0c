"""What each chat must keep of the port that the engine asks."""
