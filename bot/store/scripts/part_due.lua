-- Times are whole microseconds and stay strings: Lua would print them with 14 digits.

-- Put work in or move it. While it is claimed, the new time waits for the lease to end.
local function due_add(due, leases, moved, member, at)
  if redis.call('HEXISTS', leases, member) == 1 then
    redis.call('HSET', moved, member, at)
  else
    redis.call('ZADD', due, at, member)
  end
end

-- Say that work is due by a time; what is due sooner stays.
local function due_mark(due, leases, moved, member, at)
  if redis.call('HEXISTS', leases, member) == 1 then
    local till = redis.call('HGET', moved, member)
    if not till or tonumber(till) > tonumber(at) then
      redis.call('HSET', moved, member, at)
    end
  else
    redis.call('ZADD', due, 'LT', at, member)
  end
end
