-- Keep what somebody is to be told; the same again is told once.
-- KEYS  nudges    ARGV  id, document, life (ms)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
