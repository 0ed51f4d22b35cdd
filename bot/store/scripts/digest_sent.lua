-- KEYS  claim    ARGV  ts, life (ms)
redis.call('HSET', KEYS[1], 'ts', ARGV[1])
redis.call('HDEL', KEYS[1], 'doubt')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
