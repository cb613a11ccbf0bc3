//! Seeded dice (SplitMix64): the same seed throws the same throws on every machine. For invented people, never for secrets.

pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `bound`; 0 when there is none.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.throw() % u64::from(bound.max(1))).unwrap_or_default()
    }

    /// True that many times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of them, each as likely.
    pub(super) fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        let at = self.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        usize::try_from(at).ok().and_then(|at| items.get(at)).copied().unwrap_or_default()
    }

    /// One of them, as likely as its weight.
    pub(super) fn weighted<T: Copy + Default>(&mut self, items: &[(T, u32)]) -> T {
        let mut left = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        T::default()
    }
}
