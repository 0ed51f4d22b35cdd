-- Remember a webhook and have milestones read, once for each delivery.
-- KEYS  seen, log, due, leases, moved, then a key for each change that may be our own
-- ARGV  at (us), life of seen (ms), gap (us), milestones, …
-- Gives new, again, or echo where all that it tells of was made by us.
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[2]) then
  return 'again'
end
local came = redis.call('HGET', KEYS[2], 'came')
if not came or tonumber(came) < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[2], 'came', ARGV[1])
end
local ours = #KEYS > 5
for place = 6, #KEYS do
  ours = ours and redis.call('EXISTS', KEYS[place]) == 1
end
if ours then
  return 'echo'
end
local now = tonumber(ARGV[1])
for place = 4, #ARGV do
  local turn, at = 'turn:' .. ARGV[place], now
  local last = tonumber(redis.call('HGET', KEYS[2], turn))
  if last and last > now then
    at = last -- planned already
  elseif last and last + tonumber(ARGV[3]) > now then
    at = last + tonumber(ARGV[3])
  end
  local due = string.format('%.0f', at)
  redis.call('HSET', KEYS[2], turn, due)
  due_mark(KEYS[3], KEYS[4], KEYS[5], ARGV[place], due)
end
return 'new'
