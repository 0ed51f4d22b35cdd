-- Keep the newer reading: a slow replica must not bring an old one back.
-- KEYS  snapshot    ARGV  at (us), document
local at = redis.call('HGET', KEYS[1], 'at')
if not at or tonumber(at) <= tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'at', ARGV[1], 'document', ARGV[2])
end
