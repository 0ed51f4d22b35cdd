-- Store what several blockers of one milestone become, if each is still what it was planned on: its
-- record kept here (or none), items of its checklist, and the log.
-- KEYS  records, audit, press, due, leases, moved, then for each blocker: checklist, its own audit; past
-- ARGV  at (ms), at (us), life of the press (ms), prefix, number taken, number of blockers, then for
--       each: blocker, kind (local, telling, scorecard or empty), version, key or empty, document, version of
--       the checklist or empty, number of items, for each item: id, state, revision, touched, text,
--       archived, document; number of log entries, for each: entry, before, text
-- Gives lines of blocker and key of the local ones, also by an earlier delivery of the same; nothing
-- where something has moved on, or a key is another's.
local records, log, press = KEYS[1], KEYS[2], KEYS[3]
local prefix, taken = ARGV[4], tonumber(ARGV[5])
local past = KEYS[#KEYS]

local found = redis.call('GET', press)
if found then
  return found
end

local parts, place, claimed = {}, 7, {}
for number = 1, tonumber(ARGV[6]) do
  local part = {
    blocker = ARGV[place], kind = ARGV[place + 1], version = ARGV[place + 2], key = ARGV[place + 3],
    document = ARGV[place + 4], listed = ARGV[place + 5], items = tonumber(ARGV[place + 6]),
    first = place + 7, list = KEYS[5 + 2 * number], own = KEYS[6 + 2 * number],
  }
  part.notes = part.first + 7 * part.items
  place = part.notes + 1 + 3 * tonumber(ARGV[part.notes])
  parts[number] = part
  if part.kind ~= '' and (redis.call('HGET', records, 'version:' .. part.blocker) or '0') ~= part.version then
    return false
  end
  if part.listed ~= '' and (redis.call('HGET', part.list, 'version') or '0') ~= part.listed then
    return false
  end
  if part.key ~= '' then
    local name = string.upper(part.key)
    local holder = claimed[name] or redis.call('HGET', records, 'holder:' .. name)
    if holder and holder ~= part.blocker then
      return false
    end
    claimed[name] = part.blocker
  end
end

local function mint()
  local number = math.max(tonumber(redis.call('HGET', records, 'minted:' .. prefix)) or 0, taken)
  local key
  repeat
    number = number + 1
    key = prefix .. '-' .. string.format('%.0f', number)
    local name = string.upper(key)
  until not claimed[name] and redis.call('HEXISTS', records, 'holder:' .. name) == 0
  redis.call('HSET', records, 'minted:' .. prefix, number)
  return key
end

local said = {}
for _, part in ipairs(parts) do
  if part.kind ~= '' then
    past_record(past, records, part.blocker, ARGV[1], part.kind)
    redis.call('HINCRBY', records, 'version:' .. part.blocker, 1)
    redis.call('HSET', records, part.kind .. ':' .. part.blocker, part.document)
  end
  if part.kind == 'local' then
    local key = part.key
    if key == '' then
      key = redis.call('HGET', records, 'key:' .. part.blocker) or mint()
    end
    redis.call('HSET', records, 'key:' .. part.blocker, key, 'holder:' .. string.upper(key), part.blocker)
    said[#said + 1] = part.blocker .. '\n' .. key
  end
  if part.items > 0 then
    past_items(past, part.list, part.blocker, ARGV[1], past_ids(part.first, part.items))
    items_save(part.list, part.first, part.items)
  end
  for entry = 0, tonumber(ARGV[part.notes]) - 1 do
    local at = part.notes + 1 + 3 * entry
    audit_add(log, part.own, ARGV[1], ARGV[at], ARGV[at + 1], ARGV[at + 2])
  end
  due_mark(KEYS[4], KEYS[5], KEYS[6], part.blocker, ARGV[2])
end
found = table.concat(said, '\n')
redis.call('SET', press, found, 'PX', ARGV[3])
return found
