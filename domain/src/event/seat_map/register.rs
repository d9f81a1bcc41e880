//! Records that are found by their id and named by a short number while they last.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

use uuid::Uuid;

/// The number of a record, free for another one once the record is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(pub(super) u32);

/// What a register keeps.
pub(super) trait Record {
    /// What it is found by.
    fn id(&self) -> Uuid;
}

/// Records of one kind. The table holds slots and not ids: five bytes a record instead of 21.
#[derive(Debug, Clone)]
pub(super) struct Register<R> {
    slots: Vec<Option<R>>,
    vacant: Vec<u32>,
    by_id: HashTable<u32>,
    hashing: DefaultHashBuilder,
}

impl<R> Default for Register<R> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            vacant: Vec::new(),
            by_id: HashTable::new(),
            hashing: DefaultHashBuilder::default(),
        }
    }
}

impl<R: Record> Register<R> {
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.by_id.len()).unwrap_or(u32::MAX)
    }

    /// The records, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &R> {
        self.slots.iter().flatten()
    }

    pub(super) fn at(&self, Slot(slot): Slot) -> Option<&R> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub(super) fn at_mut(&mut self, Slot(slot): Slot) -> Option<&mut R> {
        self.slots.get_mut(slot as usize)?.as_mut()
    }

    pub(super) fn get(&self, id: Uuid) -> Option<&R> {
        self.at(self.find(id)?)
    }

    pub(super) fn get_mut(&mut self, id: Uuid) -> Option<&mut R> {
        let slot = self.find(id)?;
        self.at_mut(slot)
    }

    /// Makes room for records that are about to come.
    pub(super) fn reserve(&mut self, more: usize) {
        let (slots, hashing) = (&self.slots, &self.hashing);
        let hash = |slot: &u32| hashing.hash_one(slots[*slot as usize].as_ref().map(Record::id));
        self.by_id.reserve(more, hash);
        self.slots.reserve(more);
    }

    /// Takes a record in, unless there is one of that id.
    pub(super) fn insert(&mut self, record: R) -> Option<Slot> {
        let id = record.id();
        if self.find(id).is_some() {
            return None;
        }
        let slot = match self.vacant.pop() {
            Some(slot) => {
                self.slots[slot as usize] = Some(record);
                slot
            }
            None => {
                let slot = u32::try_from(self.slots.len()).ok()?;
                self.slots.push(Some(record));
                slot
            }
        };
        let (slots, hashing) = (&self.slots, &self.hashing);
        let hash = |slot: &u32| hashing.hash_one(slots[*slot as usize].as_ref().map(Record::id));
        self.by_id
            .insert_unique(hashing.hash_one(Some(id)), slot, hash);
        Some(Slot(slot))
    }

    pub(super) fn remove(&mut self, id: Uuid) -> Option<R> {
        let hash = self.hashing.hash_one(Some(id));
        let slots = &mut self.slots;
        let is = |slot: &u32| slots[*slot as usize].as_ref().map(Record::id) == Some(id);
        let (slot, _) = self.by_id.find_entry(hash, is).ok()?.remove();
        self.vacant.push(slot);
        slots[slot as usize].take()
    }

    fn find(&self, id: Uuid) -> Option<Slot> {
        let is = |slot: &u32| self.slots[*slot as usize].as_ref().map(Record::id) == Some(id);
        let slot = self.by_id.find(self.hashing.hash_one(Some(id)), is);
        slot.map(|slot| Slot(*slot))
    }
}
