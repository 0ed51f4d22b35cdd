"""Each port by its fake and by the real thing; each stand-in by the real client."""
