"""What can be said of a post without a person: how long it is, what is missing."""
