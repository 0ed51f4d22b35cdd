-- When each member is due, as `due_next` says it; one answer however many there are.
-- KEYS  due, leases, moved
-- Gives member, due, member, due, …
local found = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for place = 1, #found, 2 do
  local member = found[place]
  local lease = redis.call('HGET', KEYS[2], member)
  if lease then
    found[place + 1] = redis.call('HGET', KEYS[3], member) or string.match(lease, ' (.+)$')
  end
end
return found
