-- Store what reading a description changed, if the checklist is still the one it was compared with.
-- KEYS  checklist, audit, the blocker's audit, due, leases, moved, past
-- ARGV  version, at (ms), at (us), blocker, number of items, then for each item: id, state, revision,
--       touched, text, archived, document; then for each audit entry: entry, before, text
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then
  return 0
end
past_items(KEYS[7], KEYS[1], ARGV[4], ARGV[2], past_ids(6, tonumber(ARGV[5])))
local place = items_save(KEYS[1], 6, tonumber(ARGV[5]))
while place < #ARGV do
  audit_add(KEYS[2], KEYS[3], ARGV[2], ARGV[place], ARGV[place + 1], ARGV[place + 2])
  place = place + 3
end
due_mark(KEYS[4], KEYS[5], KEYS[6], ARGV[4], ARGV[3])
return 1
