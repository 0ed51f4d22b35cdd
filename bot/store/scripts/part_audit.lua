-- Append an entry to the milestone's log and, under the same id, to the blocker's own.
-- The id is the time of the change as the bot saw it, so that the log can be searched by time; where
-- clocks of replicas disagree it never goes back, so that the order is the order of the changes.
local function audit_add(log, own, at_ms, entry, before, text)
  local id = at_ms .. '-0'
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if last then
    local ms, seq = string.match(last[1], '^(%d+)-(%d+)$')
    if tonumber(ms) >= tonumber(at_ms) then
      id = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
    end
  end
  redis.call('XADD', log, id, 'entry', entry, 'before', before, 'text', text)
  redis.call('XADD', own, id, 'entry', entry, 'before', before, 'text', text)
end
