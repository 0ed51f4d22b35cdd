-- Store what the tracker was told of a blocker, if the record is still of the version before.
-- KEYS  records    ARGV  blocker, version before (0 for none), version and document
-- Gives 1 when it is stored.
local found = redis.call('HGET', KEYS[1], ARGV[1])
local version = found and string.match(found, '^(%d+) ') or '0'
if version ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
