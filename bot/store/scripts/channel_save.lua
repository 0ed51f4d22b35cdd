-- Store what was chosen for a channel, if it is still at the revision that was seen, once a delivery.
-- KEYS  channels, the channel's log, press
-- ARGV  channel, revision seen, document, entry of the log, at (ms), life of the press (ms)
-- Gives 1 when it is stored, also by an earlier delivery of the same; 0 when it has moved on.
if redis.call('EXISTS', KEYS[3]) == 1 then
  return 1
end
if (redis.call('HGET', KEYS[1], 'revision:' .. ARGV[1]) or '0') ~= ARGV[2] then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('HINCRBY', KEYS[1], 'revision:' .. ARGV[1], 1)
redis.call('HSET', KEYS[1], 'document:' .. ARGV[1], ARGV[3])
local id = ARGV[5] .. '-0'
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if last then -- where clocks of replicas disagree the log never goes back
  local ms, seq = string.match(last[1], '^(%d+)-(%d+)$')
  if tonumber(ms) >= tonumber(ARGV[5]) then
    id = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
  end
end
redis.call('XADD', KEYS[2], id, 'entry', ARGV[4])
redis.call('SET', KEYS[3], 'saved', 'PX', ARGV[6])
return 1
