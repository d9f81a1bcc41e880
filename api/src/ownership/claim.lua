-- Who has each lock, and for how many milliseconds yet. A lock that nobody has is given to the
-- node that asks; one that it has already starts its life anew. A life of 0 only looks.
--
-- KEYS: the counter of fencing numbers, then the locks.
-- ARGV: the node, the life of a lock in milliseconds, the highest fencing number the node knows:
-- after a flush the counter goes on from there.
local node, life = ARGV[1], tonumber(ARGV[2])
local answer = {}
for i = 2, #KEYS do
  local held = redis.call('get', KEYS[i])
  if life > 0 and not held then
    local last = tonumber(redis.call('get', KEYS[1]) or '0') or 0
    local number = string.format('%.0f', math.max(last, tonumber(ARGV[3])) + 1)
    redis.call('set', KEYS[1], number)
    held = node .. ' ' .. number
    redis.call('set', KEYS[i], held, 'px', life)
  elseif life > 0 and held:sub(1, #node) == node then
    redis.call('pexpire', KEYS[i], life)
  end
  answer[i - 1] = { held or '', redis.call('pttl', KEYS[i]) }
end
return answer
