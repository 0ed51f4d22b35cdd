"""Values and functions by themselves."""
