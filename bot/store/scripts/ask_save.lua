-- Store a question beside who asks and who is asked, if the one before it still stands.
-- KEYS  asks by the asker, asks of each one asked, asks of each one asked before
-- ARGV  id, id among those of the one asked, version before ('' for none), value, the oldest time
--       kept (us), life (ms), the most that are kept, how many are asked
-- A value is a line of time (us), version and delivery, then a document.
-- Gives 1 when it is stored, also by an earlier call with the same value; 0 when another one stands.
local found = redis.call('HGET', KEYS[1], ARGV[1])
local version = found and string.match(found, '^%d+ (%d+) ') or ''
if found == ARGV[4] then
  return 1
end
if version ~= ARGV[3] then
  return 0
end
local last = 1 + tonumber(ARGV[8])
for place = last + 1, #KEYS do
  redis.call('HDEL', KEYS[place], ARGV[2])
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
for place = 2, last do
  redis.call('HSET', KEYS[place], ARGV[2], ARGV[4])
end
for place = 1, last do
  local kept = {}
  local flat = redis.call('HGETALL', KEYS[place])
  for entry = 1, #flat, 2 do
    local at = string.match(flat[entry + 1], '^%d+')
    if tonumber(at) < tonumber(ARGV[5]) then
      redis.call('HDEL', KEYS[place], flat[entry])
    else
      kept[#kept + 1] = {tonumber(at), flat[entry]}
    end
  end
  table.sort(kept, function(one, other)
    return one[1] < other[1] or (one[1] == other[1] and one[2] < other[2])
  end)
  for entry = 1, #kept - tonumber(ARGV[7]) do
    redis.call('HDEL', KEYS[place], kept[entry][2])
  end
  redis.call('PEXPIRE', KEYS[place], ARGV[6])
end
return 1
