"""A local GitHub: repositories with issues, as far as its REST interface reads them."""
