"""Health probes: what is configured, how it is asked, and where it may connect to."""
