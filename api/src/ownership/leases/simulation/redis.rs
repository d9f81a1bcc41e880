//! A Redis in memory: it runs the scripts of the program themselves, by a clock that goes a little
//! faster or slower than that of the nodes, and everything happens to it.

use std::collections::HashMap;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use mlua::{Function, Lua, Table, Value as LuaValue, Variadic};
use redis::{RedisError, RedisResult, Value};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, sleep_until};

use seatlog_testkit::Dice;

use crate::ownership::lease_store::{self, Redis};

/// A Redis that all nodes of a simulation reach, each by a line of its own.
#[derive(Clone)]
pub(in crate::ownership) struct SimulatedRedis {
    lua: Lua,
    keys: Arc<Mutex<Keys>>,
    weather: Arc<Mutex<Weather>>,
}

/// What may befall a request.
struct Weather {
    dice: Dice,
    /// Requests in a hundred that get lost, or whose answers do.
    lost_percent: usize,
    /// How long a way takes at most.
    slowest_ms: u64,
    frozen_until: Instant,
    down: bool,
}

struct Keys {
    values: HashMap<String, (String, Option<u64>)>,
    since: Instant,
    /// How fast its clock goes; 100 is as fast as those of the nodes.
    speed_percent: u64,
    /// The highest fencing number since it lost its memory.
    fence: u64,
    /// The highest one that whoever asks has seen.
    seen: u64,
    memory_lost_at: Option<Instant>,
}

impl SimulatedRedis {
    pub(in crate::ownership) fn new(dice: &mut Dice) -> Self {
        let keys = Arc::new(Mutex::new(Keys {
            values: HashMap::new(),
            since: Instant::now(),
            // A lease ends a tenth earlier at its node: as far as that, clocks may differ.
            speed_percent: 91 + dice.below(20) as u64,
            fence: 0,
            seen: 0,
            memory_lost_at: None,
        }));
        let (lua, called) = (Lua::new(), Arc::clone(&keys));
        let call = lua.create_function(move |lua, words: Variadic<LuaValue>| {
            let words: Vec<_> = words.iter().map(text).collect();
            called.lock().unwrap().call(lua, &words)
        });
        let library = lua.create_table().unwrap();
        library.set("call", call.unwrap()).unwrap();
        lua.globals().set("redis", library).unwrap();
        let weather = Weather {
            dice: dice.split(),
            lost_percent: 0,
            slowest_ms: 20,
            frozen_until: Instant::now(),
            down: false,
        };
        Self {
            lua,
            keys,
            weather: Arc::new(Mutex::new(weather)),
        }
    }

    /// A way to it.
    pub(in crate::ownership) fn line(&self, answered: impl Fn() + Send + Sync + 'static) -> Line {
        Line {
            redis: self.clone(),
            answered: Arc::new(answered),
            told: Arc::default(),
        }
    }

    /// From now on ways take as long as this at most, and so many in a hundred lead nowhere.
    pub(in crate::ownership) fn disturb(&self, slowest_ms: u64, lost_percent: usize) {
        let mut weather = self.weather();
        (weather.slowest_ms, weather.lost_percent) = (slowest_ms, lost_percent);
    }

    /// It stands still, and then does all that it was asked for meanwhile. Its clock goes on.
    pub(in crate::ownership) fn freeze(&self, time: Duration) {
        self.weather().frozen_until = Instant::now() + time;
    }

    pub(in crate::ownership) fn set_down(&self, down: bool) {
        self.weather().down = down;
    }

    /// It forgets everything.
    pub(in crate::ownership) fn flush(&self) {
        let mut keys = self.keys();
        keys.values.clear();
        keys.fence = 0;
        keys.memory_lost_at = Some(Instant::now());
    }

    /// When it last lost its memory.
    pub(in crate::ownership) fn memory_lost_at(&self) -> Option<Instant> {
        self.keys().memory_lost_at
    }

    /// What stands at a key.
    pub(in crate::ownership) fn get(&self, key: &str) -> Option<String> {
        self.keys().get(key)
    }

    fn run(&self, script: &str, keys: &[String], args: &[String]) -> Value {
        if let [_, _, seen] = args {
            self.keys().seen = seen.parse().unwrap();
        }
        let globals = self.lua.globals();
        globals.set("KEYS", keys).unwrap();
        globals.set("ARGV", args).unwrap();
        let script: Function = match self.lua.named_registry_value(script) {
            Ok(LuaValue::Function(function)) => function,
            _ => {
                let function = self.lua.load(script).into_function().unwrap();
                self.lua
                    .set_named_registry_value(script, &function)
                    .unwrap();
                function
            }
        };
        value(&script.call(()).unwrap())
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap()
    }

    fn weather(&self) -> MutexGuard<'_, Weather> {
        self.weather.lock().unwrap()
    }
}

impl Keys {
    fn now_ms(&self) -> u64 {
        let ms = self.since.elapsed().as_millis() as u64;
        ms * self.speed_percent / 100
    }

    fn get(&self, key: &str) -> Option<String> {
        let (value, end) = self.values.get(key)?;
        let alive = end.is_none_or(|end| self.now_ms() < end);
        alive.then(|| value.clone())
    }

    fn call(&mut self, lua: &Lua, words: &[String]) -> mlua::Result<LuaValue> {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let number = |text: &str| text.parse::<u64>().unwrap();
        let integer = |number: u64| Ok(LuaValue::Number(number as f64));
        match words[..] {
            ["get", key] => match self.get(key) {
                Some(value) => Ok(LuaValue::String(lua.create_string(value)?)),
                None => Ok(LuaValue::Boolean(false)),
            },
            ["set", key, value] => {
                self.values.insert(key.to_owned(), (value.to_owned(), None));
                integer(1)
            }
            ["set", key, value, "px", life] => {
                self.check_fence(value);
                let end = Some(self.now_ms() + number(life));
                self.values.insert(key.to_owned(), (value.to_owned(), end));
                integer(1)
            }
            ["pexpire", key, life] => {
                let end = Some(self.now_ms() + number(life));
                self.values
                    .entry(key.to_owned())
                    .and_modify(|it| it.1 = end);
                integer(1)
            }
            ["pttl", key] => match self.values.get(key) {
                Some((_, Some(end))) => integer(end.saturating_sub(self.now_ms())),
                _ => Ok(LuaValue::Number(-2.0)),
            },
            ["del", key] => integer(u64::from(self.values.remove(key).is_some())),
            _ => panic!("no command of Redis that the scripts use: {words:?}"),
        }
    }

    /// A lease has a higher number than all before it.
    fn check_fence(&mut self, lease: &str) {
        let fence = lease.split_once(' ').unwrap().1.parse().unwrap();
        let before = self.fence.max(self.seen);
        assert!(fence > before, "fence {fence} comes after {before}");
        self.fence = fence;
    }
}

/// A node's way to Redis.
pub(in crate::ownership) struct Line {
    redis: SimulatedRedis,
    /// Called when an answer has arrived.
    answered: Arc<dyn Fn() + Send + Sync>,
    /// The highest fencing number in an answer that arrived.
    told: Arc<Mutex<u64>>,
}

/// What befalls one request.
struct Fate {
    there: Duration,
    back: Duration,
    /// It does not arrive, or the answer does not.
    lost: [bool; 2],
    /// Who waits is told nothing, not even that the connection broke.
    silently: bool,
}

impl Line {
    fn fate(&self) -> Fate {
        let mut weather = self.redis.weather();
        let (slowest_ms, lost) = (weather.slowest_ms, weather.lost_percent);
        let dice = &mut weather.dice;
        Fate {
            there: dice.time_ms(0, slowest_ms),
            back: dice.time_ms(0, slowest_ms),
            lost: [dice.percent(lost), dice.percent(lost)],
            silently: dice.percent(50),
        }
    }

    async fn ask(
        &self,
        what: impl FnOnce(&SimulatedRedis) -> Value + Send + 'static,
    ) -> RedisResult<Value> {
        let fate = self.fate();
        let (reply, answer) = oneshot::channel();
        let (redis, answered) = (self.redis.clone(), Arc::clone(&self.answered));
        // What is under way arrives, also when nobody waits for it any more.
        tokio::spawn(async move {
            sleep(fate.there).await;
            let thawed = redis.weather().frozen_until;
            sleep_until(thawed).await;
            if !fate.lost[0] && !redis.weather().down {
                let value = what(&redis);
                sleep(fate.back).await;
                if !fate.lost[1] && reply.send(value).is_ok() {
                    sleep(Duration::from_millis(1)).await;
                    answered();
                }
            } else if fate.silently {
                pending::<()>().await;
                drop(reply);
            }
        });
        let broken = |_| RedisError::from(io::Error::from(io::ErrorKind::ConnectionReset));
        answer.await.map_err(broken)
    }
}

#[async_trait]
impl Redis for Line {
    async fn run(
        &self,
        lua: &lease_store::Lua,
        keys: &[String],
        args: &[String],
    ) -> RedisResult<Value> {
        let (text, keys, args) = (lua.text, keys.to_vec(), args.to_vec());
        if let [_, _, seen] = &args[..] {
            let (seen, told): (u64, _) = (seen.parse().unwrap(), *self.told.lock().unwrap());
            assert!(
                seen >= told,
                "a node that was told of fence {told} knows of {seen}"
            );
        }
        let answer = self.ask(move |redis| redis.run(text, &keys, &args)).await?;
        let told = &mut *self.told.lock().unwrap();
        *told = (*told).max(highest_fence(&answer));
        Ok(answer)
    }

    async fn ping(&self) -> RedisResult<()> {
        self.ask(|_| Value::Okay).await.map(|_| ())
    }
}

fn highest_fence(answer: &Value) -> u64 {
    let Value::Array(leases) = answer else {
        return 0;
    };
    let fence = |lease: &Value| -> Option<u64> {
        let Value::Array(lease) = lease else {
            return None;
        };
        let Value::BulkString(held) = &lease[0] else {
            return None;
        };
        str::from_utf8(held).ok()?.split_once(' ')?.1.parse().ok()
    };
    leases.iter().filter_map(fence).max().unwrap_or_default()
}

/// A value of a script as Redis takes it.
fn text(value: &LuaValue) -> String {
    value.to_string().unwrap().trim_end_matches(".0").to_owned()
}

/// A value of a script as Redis sends it.
fn value(told: &LuaValue) -> Value {
    if let LuaValue::Table(table) = told {
        Value::Array(list(table).iter().map(value).collect())
    } else if let LuaValue::String(text) = told {
        Value::BulkString(text.as_bytes().to_vec())
    } else {
        Value::Int(text(told).parse().unwrap())
    }
}

fn list(table: &Table) -> Vec<LuaValue> {
    table.sequence_values().map(Result::unwrap).collect()
}
