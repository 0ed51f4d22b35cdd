-- Drop a reminder that was told, unless it was moved meanwhile.
-- KEYS  notes
-- ARGV  id, at (us)
local found = redis.call('HGET', KEYS[1], ARGV[1])
if found and string.match(found, '^(%d+)\n') == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1
