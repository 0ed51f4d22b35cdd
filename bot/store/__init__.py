"""Everything that is kept: in Redis or Valkey, of one's own or embedded."""
