"""What is kept when processes die, servers fail and calls come twice."""
