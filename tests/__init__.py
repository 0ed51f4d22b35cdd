"""Everything that holds the product to its word."""
