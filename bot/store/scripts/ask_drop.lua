-- Take a question back, if it still stands as it was seen.
-- KEYS  asks by the asker, asks of each one asked    ARGV  id, id among those of the one asked, version
local found = redis.call('HGET', KEYS[1], ARGV[1])
if not found or string.match(found, '^%d+ (%d+) ') ~= ARGV[3] then
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
for place = 2, #KEYS do
  redis.call('HDEL', KEYS[place], ARGV[2])
end
return 1
