-- The time of an entry as an id of a log: where clocks of replicas disagree it never goes back.
local function past_id(log, at_ms)
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if last then
    local ms, seq = string.match(last[1], '^(%d+)-(%d+)$')
    if tonumber(ms) >= tonumber(at_ms) then
      return ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
    end
  end
  return at_ms .. '-0'
end

-- Keep what a change of a checklist is about to replace. ``ids`` are its items; of each the stored
-- fields as lines (state, revision, touched, text, archived, document), nothing for a new one.
local function past_items(past, list, blocker, at_ms, ids)
  local entry = {'blocker', blocker}
  for number, item in ipairs(ids) do
    local found = redis.call('HMGET', list, 'state:' .. item, 'revision:' .. item, 'touched:' .. item,
      'text:' .. item, 'archived:' .. item, 'item:' .. item)
    entry[#entry + 1] = item
    entry[#entry + 1] = found[1] and table.concat(found, '\n') or ''
    if #entry >= 1000 and number < #ids then -- Lua hands over a few thousand words at most
      redis.call('XADD', past, past_id(past, at_ms), unpack(entry))
      entry = {'blocker', blocker}
    end
  end
  if #entry > 2 then
    redis.call('XADD', past, past_id(past, at_ms), unpack(entry))
  end
end

-- The ids among the items that a script was given, seven arguments each.
local function past_ids(place, number)
  local ids = {}
  for each = 1, number do
    ids[each] = ARGV[place + 7 * (each - 1)]
  end
  return ids
end

-- Keep what a change of a record is about to replace.
local function past_record(past, records, blocker, at_ms, kind)
  local entry = {'record', kind, 'blocker', blocker}
  local found = redis.call('HMGET', records, 'version:' .. blocker, 'key:' .. blocker, kind .. ':' .. blocker)
  if found[3] then
    for place, name in ipairs({'version', 'key', 'document'}) do
      entry[#entry + 1] = name
      entry[#entry + 1] = found[place] or ''
    end
  end
  redis.call('XADD', past, past_id(past, at_ms), unpack(entry))
end
