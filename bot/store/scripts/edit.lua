-- Store what a person changed, if the checklist is still the one it was planned on, once a delivery.
-- KEYS  checklist, audit, the blocker's audit, press, due, leases, moved, past
-- ARGV  version, at (ms), at (us), blocker, life of the press (ms), number of items, then for each
--       item: id, state, revision, touched, text, archived, document; then for each audit entry:
--       entry, before, text
-- Gives 1 when it is stored, also by an earlier delivery of the same; 0 when the list has moved on.
if redis.call('EXISTS', KEYS[4]) == 1 then
  return 1
end
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then
  return 0
end
past_items(KEYS[8], KEYS[1], ARGV[4], ARGV[2], past_ids(7, tonumber(ARGV[6])))
local place = items_save(KEYS[1], 7, tonumber(ARGV[6]))
while place < #ARGV do
  audit_add(KEYS[2], KEYS[3], ARGV[2], ARGV[place], ARGV[place + 1], ARGV[place + 2])
  place = place + 3
end
due_mark(KEYS[5], KEYS[6], KEYS[7], ARGV[4], ARGV[3])
redis.call('SET', KEYS[4], 'edited', 'PX', ARGV[5])
return 1
