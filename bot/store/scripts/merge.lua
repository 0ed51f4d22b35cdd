-- Store what reading a description changed, if the checklist is still the one it was compared with.
-- KEYS  checklist, audit, the blocker's audit, due, leases, moved
-- ARGV  version, at (ms), at (us), blocker, number of items, then for each item: id, state, revision,
--       touched, text, archived, document; then for each audit entry: entry, before, text
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then
  return 0
end
local place = 6
for _ = 1, tonumber(ARGV[5]) do
  local item = ARGV[place]
  redis.call('HSET', KEYS[1], 'state:' .. item, ARGV[place + 1], 'revision:' .. item, ARGV[place + 2],
    'touched:' .. item, ARGV[place + 3], 'text:' .. item, ARGV[place + 4],
    'archived:' .. item, ARGV[place + 5], 'item:' .. item, ARGV[place + 6])
  place = place + 7
end
while place < #ARGV do
  audit_add(KEYS[2], KEYS[3], ARGV[2], ARGV[place], ARGV[place + 1], ARGV[place + 2])
  place = place + 3
end
redis.call('HINCRBY', KEYS[1], 'version', 1)
due_mark(KEYS[4], KEYS[5], KEYS[6], ARGV[4], ARGV[3])
return 1
