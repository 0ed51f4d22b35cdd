-- KEYS  post    ARGV  now (us), end of the lease (us), life (ms)
-- Gives new, doubt or taken, or sent with the ts. New and doubt are the caller's from now on.
local found = redis.call('GET', KEYS[1])
local state = 'new'
if found then
  local word, rest = string.match(found, '^(%S+) (%S*)')
  if word == 'sent' then
    return {'sent', rest}
  end
  if tonumber(rest) and tonumber(rest) > tonumber(ARGV[1]) then
    return {'taken', ''}
  end
  state = 'doubt'
end
redis.call('SET', KEYS[1], 'open ' .. ARGV[2], 'PX', ARGV[3])
return {state, ''}
