-- Whole checklists, each as lines of field, value, field, value: one string is read far faster than
-- hundreds, and no value holds a line break.
-- KEYS  checklists
local found = {}
for place, key in ipairs(KEYS) do
  found[place] = table.concat(redis.call('HGETALL', key), '\n')
end
return found
