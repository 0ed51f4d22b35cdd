-- Claim the delivery of a channel and date.
-- KEYS  claim    ARGV  holder, now (us), end of the lease (us), life (ms)
-- Gives the state and the ts. A doubt stays one, for the same holder too, until it is settled.
local claim = KEYS[1]
local holder, till, doubt, ts = unpack(redis.call('HMGET', claim, 'holder', 'until', 'doubt', 'ts'))
if ts then
  return {'sent', ts}
end
local state = 'ours'
if holder then
  local running = tonumber(till) > tonumber(ARGV[2])
  if running and holder ~= ARGV[1] then
    return {'taken', ''}
  end
  if running and not doubt then
    return {'ours', ''}
  end
  redis.call('HSET', claim, 'doubt', '1')
  state = 'doubt'
end
redis.call('HSET', claim, 'holder', ARGV[1], 'until', ARGV[3])
redis.call('PEXPIRE', claim, ARGV[4])
return {state, ''}
