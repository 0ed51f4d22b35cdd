-- Put new tokens in the place of the spent one, unless another successor stands there already.
-- KEYS  tokens    ARGV  spent, access, refresh, expires (µs)
local kept = redis.call('HGET', KEYS[1], 'refresh')
if kept and kept ~= ARGV[1] then
  return kept == ARGV[3] and 1 or 0
end
redis.call('HSET', KEYS[1], 'access', ARGV[2], 'refresh', ARGV[3], 'expires', ARGV[4])
redis.call('HDEL', KEYS[1], 'holder', 'until')
return 1
