-- KEYS  beats    ARGV  now (us)
-- Gives every field; the first time ever, since when the job is listened to is kept.
redis.call('HSETNX', KEYS[1], 'since', ARGV[1])
return redis.call('HGETALL', KEYS[1])
