-- KEYS  due, leases, moved    ARGV  member, at (us), …
for place = 1, #ARGV, 2 do
  due_add(KEYS[1], KEYS[2], KEYS[3], ARGV[place], ARGV[place + 1])
end
