-- Give the right to spend back, if it is still the caller's.
-- KEYS  tokens    ARGV  holder
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'holder', 'until')
end
return 1
