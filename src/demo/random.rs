//! Numbers that look random and are the same on every machine and with every version of every library.

/// A stream of numbers from a seed (SplitMix64: Steele, Lea, Flood 2014).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for a pair of numbers, the same whichever comes first.
    pub(super) fn of_pair(seed: u64, a: usize, b: usize) -> Self {
        let (low, high) = (a.min(b) as u64, a.max(b) as u64);
        let mut mixed = Self(seed ^ (low << 32 | high));
        Self(mixed.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least `low`, below `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        low + unit * (high - low)
    }
}

impl Random {
    /// At least 0, below `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.between(0.0, count as f64) as usize).min(count.saturating_sub(1))
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: f64) -> bool {
        self.between(0.0, 100.0) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_stay_between_their_ends() {
        let mut random = Random::of_pair(7, 2, 1);
        let numbers: Vec<f64> = (0..1000).map(|_| random.between(-3.0, 5.0)).collect();
        assert!(numbers.iter().all(|n| (-3.0..5.0).contains(n)));
        assert!(numbers.iter().any(|n| *n < -2.5) && numbers.iter().any(|n| *n > 4.5));
        assert_eq!(Random::of_pair(7, 1, 2).between(0.0, 1.0), Random::of_pair(7, 2, 1).between(0.0, 1.0));
    }
}
