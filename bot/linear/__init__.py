"""Linear as a tracker: a client of its GraphQL interface and the port over it."""
