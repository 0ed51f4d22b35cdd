-- Set the state of one item: state, revision, audit and the mark on its copies, or nothing.
-- KEYS  checklist, audit, the blocker's audit, press, due, leases, moved, past
-- ARGV  item, to, seen revision, touched, audit entry, at (ms), at (us), life of the press (ms), blocker
-- Gives the outcome as lines (what, before, state, revision, touched), the text, the document, and
-- whether it is that of an earlier delivery of the same press.
-- JSON is passed through and never decoded here: cjson turns empty lists into objects.
local list, press = KEYS[1], KEYS[4]
local item, to, seen, touched = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now = redis.call('HMGET', list, 'state:' .. item, 'revision:' .. item, 'touched:' .. item,
  'text:' .. item, 'archived:' .. item, 'item:' .. item)
local state, revision, last, text, archived, document = unpack(now)

local function outcome(...)
  return table.concat({...}, '\n')
end

local found = redis.call('GET', press)
if found then
  return {found, text, document, '1'}
end
if not state or archived == '1' then
  found = outcome('gone')
elseif state == to then
  found = outcome('already', state, state, revision, last or '')
elseif revision ~= seen then
  found = outcome('moved', state, state, revision, last or '')
else
  past_items(KEYS[8], list, ARGV[9], ARGV[6], {item})
  local after = redis.call('HINCRBY', list, 'revision:' .. item, 1)
  redis.call('HSET', list, 'state:' .. item, to, 'touched:' .. item, touched)
  redis.call('HINCRBY', list, 'version', 1)
  audit_add(KEYS[2], KEYS[3], ARGV[6], ARGV[5], state, text)
  due_mark(KEYS[5], KEYS[6], KEYS[7], ARGV[9], ARGV[7])
  found = outcome('ticked', state, to, string.format('%.0f', after), touched)
end
redis.call('SET', press, found, 'PX', ARGV[8])
return {found, text, document, ''}
