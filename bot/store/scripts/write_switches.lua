-- Keep since when each switch has been on; forget those that are off.
-- KEYS  switches    ARGV  now (us), switches that are on, …
-- Gives switch, since, switch, since, …
local on = {}
for place = 2, #ARGV do
  on[ARGV[place]] = true
  redis.call('HSETNX', KEYS[1], ARGV[place], ARGV[1])
end
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
  if not on[name] then
    redis.call('HDEL', KEYS[1], name)
  end
end
return redis.call('HGETALL', KEYS[1])
