"""Values that tests begin with: only what a test is about has to be said."""
