-- Keep why the tracker could not be read, or that it could be; a change marks the copies of the board.
-- KEYS  trouble, due, leases, moved    ARGV  trouble (or empty), at (us), mark
if (redis.call('GET', KEYS[1]) or '') == ARGV[1] then
  return
end
if ARGV[1] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1])
end
due_mark(KEYS[2], KEYS[3], KEYS[4], ARGV[3], ARGV[2])
