-- Give claimed work back. Nothing happens if the lease is another's by now.
-- KEYS  due, leases, moved    ARGV  member, token, again (us, or empty for never)
local member = ARGV[1]
local lease = redis.call('HGET', KEYS[2], member)
if not lease or string.match(lease, '^(%S+) ') ~= ARGV[2] then
  return 0
end
local moved = redis.call('HGET', KEYS[3], member)
redis.call('HDEL', KEYS[2], member)
redis.call('HDEL', KEYS[3], member)
if moved then
  redis.call('ZADD', KEYS[1], moved, member)
  return 0
end
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], member)
else
  redis.call('ZADD', KEYS[1], ARGV[3], member)
end
return 1
