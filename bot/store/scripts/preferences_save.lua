-- Store somebody's preferences, if they are still at the revision they were drawn from.
-- KEYS  preferences    ARGV  revision, delivery, document
-- Gives 1 when they are stored, also by an earlier delivery of the same; 0 when they have moved on.
local revision, delivery = unpack(redis.call('HMGET', KEYS[1], 'revision', 'delivery'))
if delivery == ARGV[2] then
  return 1
end
if (revision or '0') ~= ARGV[1] then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('HSET', KEYS[1], 'delivery', ARGV[2], 'document', ARGV[3])
return 1
