-- Forget a channel's note, if it is still of that version.
-- KEYS  notes    ARGV  channel, version
local found = redis.call('HGET', KEYS[1], ARGV[1])
if not found or string.match(found, '^(%d+) ') ~= ARGV[2] then
  return 0
end
return redis.call('HDEL', KEYS[1], ARGV[1])
