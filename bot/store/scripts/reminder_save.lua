-- Store a reminder with its place in the queue; the same one for the same time or a later one stays.
-- KEYS  notes, due, leases, moved
-- ARGV  id, at (us), document
-- Gives the document that stands.
local found = redis.call('HGET', KEYS[1], ARGV[1])
if found then
  local at, document = string.match(found, '^(%d+)\n(.*)$')
  if tonumber(at) >= tonumber(ARGV[2]) then
    return document
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. '\n' .. ARGV[3])
due_add(KEYS[2], KEYS[3], KEYS[4], ARGV[1], ARGV[2])
return ARGV[3]
