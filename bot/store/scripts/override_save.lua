-- Store who somebody is; the revision rises only where that says something new.
-- KEYS  overrides, revision    ARGV  handle, document
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('INCR', KEYS[2])
end
return 1
