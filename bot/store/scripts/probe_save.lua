-- Keep a probe's state and result, and count the result once, however often it is saved.
-- KEYS  states, results, runs, history    ARGV  probe, state, result, run, life (ms), duration (ms, or
--       empty), fields of the history to count up, …
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if redis.call('HGET', KEYS[3], ARGV[1]) == ARGV[4] then
  return
end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
for place = 7, #ARGV do
  redis.call('HINCRBY', KEYS[4], ARGV[place], 1)
end
if ARGV[6] ~= '' then
  local hour = string.match(ARGV[7], '^(%d+):')
  redis.call('HINCRBYFLOAT', KEYS[4], hour .. ':ms', ARGV[6])
end
redis.call('PEXPIRE', KEYS[4], ARGV[5])
