-- Ask for the right to spend a refresh token once.
-- KEYS  tokens    ARGV  refresh, holder, now (µs), until (µs)
local kept = redis.call('HMGET', KEYS[1], 'refresh', 'holder', 'until')
if kept[1] and kept[1] ~= ARGV[1] then
  return 'moved'
end
local running = kept[3] and tonumber(kept[3]) > tonumber(ARGV[3])
if running and kept[2] ~= ARGV[2] then
  return 'taken'
end
redis.call('HSET', KEYS[1], 'holder', ARGV[2], 'until', ARGV[4])
return kept[2] and 'doubt' or 'ours'
