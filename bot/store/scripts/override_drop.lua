-- Forget who somebody is.
-- KEYS  overrides, revision    ARGV  handle
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then
  redis.call('INCR', KEYS[2])
end
return 1
