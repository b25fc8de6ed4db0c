"""Microsoft Teams: the Bot Connector's activities in, Adaptive Cards and its REST API out. Translation only."""
