-- The revision, then every handle and its document, as they belong together.
-- KEYS  overrides, revision
local found = redis.call('HGETALL', KEYS[1])
table.insert(found, 1, redis.call('GET', KEYS[2]) or '0')
return found
