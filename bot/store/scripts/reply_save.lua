-- Store an answer to a need, once a delivery. Who is on it already stays so when another one says so;
-- who says it again is on it anew, for the reasons of by now too, once a day (UTC).
-- KEYS  replies, audit, the blocker's audit, press, due, leases, moved
-- ARGV  at (ms), at (us), blocker, life of the press (ms), kind, author, entry, text, then for each
--       matter: field, value. A value is lines: kind, author, delivery, document.
-- Gives what stands for the matters then, nothing for one without an answer.
local fields, values = {}, {}
for place = 9, #ARGV, 2 do
  fields[#fields + 1] = ARGV[place]
  values[#values + 1] = ARGV[place + 1]
end
local function day_of(value)
  return string.match(value, '"at":"(%d+-%d+-%d+)')
end
local found = redis.call('HMGET', KEYS[1], unpack(fields))
if redis.call('EXISTS', KEYS[4]) == 1 then
  return found
end
redis.call('SET', KEYS[4], 'replied', 'PX', ARGV[4])
if ARGV[5] == 'on it' then
  local anew = false
  for place, value in ipairs(found) do
    local by = value and string.match(value, '^on it\n([^\n]*)\n')
    if by and by ~= ARGV[6] then
      return found
    end
    anew = anew or not by or day_of(value) ~= day_of(values[place])
  end
  if not anew then
    return found
  end
end
for place = 9, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[place], ARGV[place + 1])
end
audit_add(KEYS[2], KEYS[3], ARGV[1], ARGV[7], '', ARGV[8])
due_mark(KEYS[5], KEYS[6], KEYS[7], ARGV[3], ARGV[2])
return redis.call('HMGET', KEYS[1], unpack(fields))
