-- Drop answers to needs that are gone, each only as it was seen.
-- KEYS  replies
-- ARGV  for each: field, how its value begins
for place = 1, #ARGV, 2 do
  local value = redis.call('HGET', KEYS[1], ARGV[place])
  local head = ARGV[place + 1]
  if value and string.sub(value, 1, #head) == head then
    redis.call('HDEL', KEYS[1], ARGV[place])
  end
end
return 1
