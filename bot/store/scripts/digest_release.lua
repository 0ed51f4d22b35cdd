-- KEYS  claim    ARGV  holder
local holder, ts = unpack(redis.call('HMGET', KEYS[1], 'holder', 'ts'))
if holder == ARGV[1] and not ts then
  redis.call('DEL', KEYS[1])
end
