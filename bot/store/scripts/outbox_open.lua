-- KEYS  post    ARGV  mark of an open post, life (ms)
-- Gives what was there, or nothing for a new one.
local found = redis.call('GET', KEYS[1])
if not found then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return found
