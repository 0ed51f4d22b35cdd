"""What the product does, one module a feature; everything outside is met through the ports."""
