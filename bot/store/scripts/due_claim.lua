-- Claim what is due, and what was claimed by somebody whose lease is over.
-- KEYS  due, leases, moved    ARGV  now (us), end of the lease (us), limit, token
-- Gives member, due, member, due, …
local ready = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[3])
local claimed = {}
for place = 1, #ready, 2 do
  local member, due = ready[place], ready[place + 1]
  local lease = redis.call('HGET', KEYS[2], member)
  if lease then
    due = redis.call('HGET', KEYS[3], member) or string.match(lease, ' (.+)$')
    redis.call('HDEL', KEYS[3], member)
  end
  if tonumber(due) > tonumber(ARGV[1]) then -- moved to later, by a claimer that is gone
    redis.call('HDEL', KEYS[2], member)
    redis.call('ZADD', KEYS[1], due, member)
  else
    redis.call('HSET', KEYS[2], member, ARGV[4] .. ' ' .. due)
    redis.call('ZADD', KEYS[1], ARGV[2], member)
    claimed[#claimed + 1] = member
    claimed[#claimed + 1] = due
  end
end
return claimed
