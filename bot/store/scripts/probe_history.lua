-- KEYS  histories
local found = {}
for place, key in ipairs(KEYS) do
  found[place] = redis.call('HGETALL', key)
end
return found
