-- When a member is due; while it is claimed: the time it was moved to, or was due.
-- KEYS  due, leases, moved    ARGV  member
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if lease then
  return redis.call('HGET', KEYS[3], ARGV[1]) or string.match(lease, ' (.+)$')
end
return redis.call('ZSCORE', KEYS[1], ARGV[1])
