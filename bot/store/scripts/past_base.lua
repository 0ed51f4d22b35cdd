-- Keep what everything stood like at a time; an older one never replaces it.
-- KEYS  base    ARGV  at (us), document
local at = redis.call('HGET', KEYS[1], 'at')
if not at or tonumber(at) < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'at', ARGV[1], 'document', ARGV[2])
end
