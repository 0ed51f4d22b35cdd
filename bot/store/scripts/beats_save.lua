-- KEYS  beats    ARGV  status, at (us), bytes or empty, duration (ms) or empty
local last = redis.call('HGET', KEYS[1], ARGV[1])
if last and tonumber(last) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('HSETNX', KEYS[1], 'since', ARGV[2])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if ARGV[1] == 'ok' then
  redis.call('HSET', KEYS[1], 'bytes', ARGV[3], 'took', ARGV[4])
end
return 1
