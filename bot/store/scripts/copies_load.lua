-- Documents of the copies of the whole milestone and of one blocker, newest first.
-- KEYS  copies, documents    ARGV  blocker, empty for none, or * for all
local ids = redis.call('ZREVRANGE', KEYS[1], 0, -1)
local found = {}
if #ids == 0 then
  return found
end
for _, value in ipairs(redis.call('HMGET', KEYS[2], unpack(ids))) do
  local blocker, document = string.match(value, '^([^\n]*)\n(.*)$')
  if blocker == '' or blocker == ARGV[1] or ARGV[1] == '*' then
    found[#found + 1] = document
  end
end
return found
