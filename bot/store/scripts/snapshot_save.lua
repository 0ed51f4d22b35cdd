-- Store a reading with what it changes in the log and the marks on the copies that show it, if none
-- came in since the one it was compared with.
-- KEYS  snapshot, audit, past, due, leases, moved, then for each audit entry: the blocker's audit
-- ARGV  version, at (us), at (ms), document, what it replaced (or empty), number of marks, the marks,
--       then for each audit entry: entry, before, text
-- Gives 1 when it is stored, 0 when another came in.
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'at', ARGV[2], 'document', ARGV[4])
redis.call('HINCRBY', KEYS[1], 'version', 1)
if ARGV[5] ~= '' then
  redis.call('XADD', KEYS[3], past_id(KEYS[3], ARGV[3]), 'tracked', ARGV[5])
end
local marks = tonumber(ARGV[6])
for number = 1, marks do
  due_mark(KEYS[4], KEYS[5], KEYS[6], ARGV[6 + number], ARGV[2])
end
for number = 1, #KEYS - 6 do
  local place = 4 + marks + 3 * number
  audit_add(KEYS[2], KEYS[6 + number], ARGV[3], ARGV[place], ARGV[place + 1], ARGV[place + 2])
end
return 1
