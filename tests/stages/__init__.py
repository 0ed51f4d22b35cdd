"""Where a test plays: the services, the handlers or an adapter set up, and people who act there."""
