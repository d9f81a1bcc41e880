//! When no row has enough neighbours: as few groups as possible, in rows as close together as
//! possible, without leaving a single seat that nobody wants, near the front.

use std::cmp::Reverse;

use super::Stretch;

/// Which stretches to use and how many seats of each. There are enough seats in all, but no
/// stretch has enough alone.
pub(in crate::event) fn fewest(stretches: &[Stretch], quantity: u32) -> Vec<(Stretch, u32)> {
    let number = fewest_groups(stretches, quantity);
    let rows: Vec<_> = stretches.chunk_by(|a, b| a.run == b.run).collect();
    let mut window = Window::new(stretches, number, quantity);
    let mut first = 0;
    let mut best = None;
    // Each smallest range of rows that has enough seats for that number of groups.
    for (last, row) in rows.iter().enumerate() {
        row.iter().for_each(|stretch| window.add(stretch));
        while let Some(strands) = window.strands() {
            let (front, back) = (rows[first][0], row[0]);
            let apart = (back.section - front.section, back.run - front.run);
            let found = (apart, strands, first, last);
            best = Some(best.map_or(found, |best| found.min(best)));
            rows[first].iter().for_each(|it| window.remove(it));
            first += 1;
        }
    }
    let (_, _, first, last) = best.unwrap_or_default();
    choose(rows[first..=last].concat(), number, quantity)
}

/// The groups, if one row has them all and none of its seats is left alone.
pub(super) fn in_one_row(
    row: &[Stretch],
    number: usize,
    quantity: u32,
) -> Option<Vec<(Stretch, u32)>> {
    if row.len() < number {
        return None;
    }
    let mut window = Window::new(row, number, quantity);
    row.iter().for_each(|stretch| window.add(stretch));
    let strands = window.strands()?;
    (!strands).then(|| choose(row.to_vec(), number, quantity))
}

fn fewest_groups(stretches: &[Stretch], quantity: u32) -> usize {
    let mut lens: Vec<_> = stretches.iter().map(|stretch| stretch.len).collect();
    lens.sort_unstable_by_key(|len| Reverse(*len));
    let mut sum = 0;
    let too_few = lens.iter().take_while(|len| {
        sum += **len;
        sum < quantity
    });
    too_few.count() + 1
}

/// The longest stretches of some neighbouring rows, the equally long ones near each other. What
/// is left over stays in the last of them: never the whole of it, for then one group fewer would
/// have been enough.
fn choose(mut stretches: Vec<Stretch>, number: usize, quantity: u32) -> Vec<(Stretch, u32)> {
    let longest = stretches.iter().rev().max_by_key(|stretch| stretch.len);
    let near = longest.map_or(0, |stretch| stretch.first);
    stretches.sort_by_key(|it| (Reverse(it.len), !it.general, it.first.abs_diff(near)));
    let others = stretches.split_off(number);
    let sum = |chosen: &[Stretch]| chosen.iter().map(|it| it.len).sum::<u32>();
    if sum(&stretches) == quantity + 1 && !stretches.iter().any(|it| it.general) {
        // One seat would be left alone: exchange a stretch for one that is shorter by one.
        let fitting = stretches.iter().enumerate().rev().find_map(|(at, chosen)| {
            let shorter = others.partition_point(|other| other.len >= chosen.len);
            let other = others.get(shorter)?;
            (other.len + 1 == chosen.len).then_some((at, *other))
        });
        if let Some((at, other)) = fitting {
            stretches[at] = other;
        }
    }
    let left_over = sum(&stretches) - quantity;
    stretches.sort_by_key(|it| (it.general, it.first));
    let mut groups: Vec<_> = stretches.into_iter().map(|it| (it, it.len)).collect();
    if let Some((_, take)) = groups.last_mut() {
        *take -= left_over;
    }
    groups
}

/// The stretches of a range of rows, counted by their length.
struct Window {
    number: usize,
    quantity: u32,
    /// The lengths that occur, longest first.
    lens: Vec<u32>,
    counts: Vec<Count>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    general: usize,
}

impl Window {
    fn new(stretches: &[Stretch], number: usize, quantity: u32) -> Self {
        let mut lens: Vec<_> = stretches.iter().map(|stretch| stretch.len).collect();
        lens.sort_unstable_by_key(|len| Reverse(*len));
        lens.dedup();
        let counts = vec![Count::default(); lens.len()];
        Self {
            number,
            quantity,
            lens,
            counts,
        }
    }

    fn add(&mut self, stretch: &Stretch) {
        let count = self.count(stretch.len);
        count.all += 1;
        count.general += usize::from(stretch.general);
    }

    fn remove(&mut self, stretch: &Stretch) {
        let count = self.count(stretch.len);
        count.all -= 1;
        count.general -= usize::from(stretch.general);
    }

    fn count(&mut self, len: u32) -> &mut Count {
        let at = self.lens.partition_point(|other| *other > len);
        &mut self.counts[at]
    }

    /// Nothing if the rows have not enough seats for so few groups; else whether every choice
    /// among them leaves a seat alone.
    fn strands(&self) -> Option<bool> {
        let (mut wanted, mut sum, mut general) = (self.number, 0, false);
        for (at, (len, count)) in self.lens.iter().zip(&self.counts).enumerate() {
            let take = count.all.min(wanted);
            wanted -= take;
            sum += take as u32 * len;
            general |= take > 0 && count.general > 0;
            if wanted == 0 {
                let alone = sum == self.quantity + 1 && !general;
                let exchange = || self.has_shorter_by_one(at, count.all > take);
                return (sum >= self.quantity).then(|| alone && !exchange());
            }
        }
        None
    }

    /// Whether a chosen stretch can be exchanged for one that is shorter by one, when the
    /// shortest chosen length is the one `at`, and some of that length remain or not.
    fn has_shorter_by_one(&self, at: usize, some_remain: bool) -> bool {
        let occurs = |at: usize, len: u32| self.lens[at] == len && self.counts[at].all > 0;
        let len = self.lens[at];
        (some_remain && at > 0 && occurs(at - 1, len + 1))
            || (at + 1 < self.lens.len() && occurs(at + 1, len - 1))
    }
}
