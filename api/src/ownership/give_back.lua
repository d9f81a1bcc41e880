-- Deletes those of the locks KEYS that the node ARGV[1] has; says how many.
local deleted = 0
for _, key in ipairs(KEYS) do
  local held = redis.call('get', key)
  if held and held:sub(1, #ARGV[1]) == ARGV[1] then
    deleted = deleted + redis.call('del', key)
  end
end
return deleted
