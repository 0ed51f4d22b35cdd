"""What the product is about: plain values and pure functions, no I/O and no clock."""
