-- Store a channel's next note, if the one there is of the version before, and mark it to be looked at.
-- KEYS  notes, due, leases, moved
-- ARGV  channel, version before (0 for none), version and document, when to look (us), or empty
-- Gives 1 when it is stored.
local found = redis.call('HGET', KEYS[1], ARGV[1])
local version = found and string.match(found, '^(%d+) ') or '0'
if version ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[4] ~= '' then
  due_mark(KEYS[2], KEYS[3], KEYS[4], ARGV[1], ARGV[4])
end
return 1
