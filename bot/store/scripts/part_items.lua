-- Store whole items: seven arguments each (id, state, revision, touched, text, archived, document).
-- Gives the place after the last of them.
local function items_save(list, place, number)
  for _ = 1, number do
    local item = ARGV[place]
    redis.call('HSET', list, 'state:' .. item, ARGV[place + 1], 'revision:' .. item, ARGV[place + 2],
      'touched:' .. item, ARGV[place + 3], 'text:' .. item, ARGV[place + 4],
      'archived:' .. item, ARGV[place + 5], 'item:' .. item, ARGV[place + 6])
    place = place + 7
  end
  redis.call('HINCRBY', list, 'version', 1)
  return place
end
