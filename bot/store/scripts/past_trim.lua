-- Forget what is older than the base, if it is the one that the caller read.
-- KEYS  base, past, audit, then the audits of blockers    ARGV  at of the base (us), oldest id to keep
-- Gives how many entries were forgotten.
if redis.call('HGET', KEYS[1], 'at') ~= ARGV[1] then
  return 0
end
local gone = 0
for place = 2, #KEYS do
  gone = gone + redis.call('XTRIM', KEYS[place], 'MINID', ARGV[2])
  if place > 3 and redis.call('XLEN', KEYS[place]) == 0 then
    redis.call('DEL', KEYS[place])
  end
end
return gone
