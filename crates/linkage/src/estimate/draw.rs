//! Draws from distributions, from a seed.

use crate::intern::stir;

/// A source of draws; the same seed gives the same draws (splitmix64, S. Vigna).
#[derive(Clone, Debug)]
pub(super) struct Draws(u64);

impl Draws {
    pub(super) const fn new(seed: u64) -> Self {
        Self(stir(seed, 0x5eed))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, neither reached.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// From the standard normal distribution (polar method of Marsaglia).
    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = x * x + y * y;
            if s > 0.0 && s < 1.0 {
                return x * (-2.0 * s.ln() / s).sqrt();
            }
        }
    }

    /// From the gamma distribution with this shape and scale 1 (Marsaglia and Tsang 2000).
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(1.0 / shape.max(1e-9));
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// From the beta distribution.
    pub(super) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        (x / (x + y).max(f64::MIN_POSITIVE)).clamp(1e-12, 1.0 - 1e-12)
    }

    /// From the binomial distribution: by inversion where few are expected, else by transformed
    /// rejection with squeeze (W. Hörmann 1993).
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of people are far below 2^53"
    )]
    pub(super) fn binomial(&mut self, trials: u64, chance: f64) -> u64 {
        if trials == 0 || chance <= 0.0 {
            return 0;
        }
        if chance >= 1.0 {
            return trials;
        }
        if chance > 0.5 {
            return trials - self.binomial(trials, 1.0 - chance);
        }
        let n = trials as f64;
        let ratio = chance / (1.0 - chance);
        if n * chance < 10.0 {
            let mut left = self.uniform();
            let mut step = (n * (-chance).ln_1p()).exp();
            let mut count = 0_u64;
            while left > step && count < trials {
                left -= step;
                count += 1;
                step *= ratio * (n - count as f64 + 1.0) / count as f64;
            }
            return count;
        }
        let spread = (n * chance * (1.0 - chance)).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * chance;
        let centre = n * chance + 0.5;
        let quick = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * spread;
        let mode = ((n + 1.0) * chance).floor();
        loop {
            let v = self.uniform();
            let u = self.uniform() - 0.5;
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + centre).floor();
            if us >= 0.07 && v <= quick {
                return k as u64;
            }
            if k < 0.0 || k > n {
                continue;
            }
            let v = (v * alpha / (a / (us * us) + b)).ln();
            let bound = (mode + 0.5) * ((mode + 1.0) / (ratio * (n - mode + 1.0))).ln()
                + (n + 1.0) * ((n - mode + 1.0) / (n - k + 1.0)).ln()
                + (k + 0.5) * (ratio * (n - k + 1.0) / (k + 1.0)).ln()
                + stirling_rest(mode)
                + stirling_rest(n - mode)
                - stirling_rest(k)
                - stirling_rest(n - k);
            if v <= bound {
                return k as u64;
            }
        }
    }

    /// From the Poisson distribution: by gamma steps (Ahrens and Dieter 1974), then by counting.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of people are far below 2^53"
    )]
    pub(super) fn poisson(&mut self, mean: f64) -> u64 {
        let mut left = mean;
        let mut count = 0_u64;
        while left > 12.0 {
            let step = (left * 0.875).floor();
            let reached = self.gamma(step);
            if reached > left {
                return count + self.binomial(step as u64 - 1, left / reached);
            }
            left -= reached;
            count += step as u64;
        }
        let limit = (-left).exp();
        let mut product = self.uniform();
        let mut extra = 0_u64;
        while product > limit && (extra as f64) < 1e4 {
            extra += 1;
            product *= self.uniform();
        }
        count + extra
    }
}

/// What Stirling's formula leaves of the logarithm of a factorial.
fn stirling_rest(k: f64) -> f64 {
    const TABLE: [f64; 10] = [
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_29,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_09,
        0.016_644_691_189_821_19,
        0.013_876_128_823_070_75,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_09,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
    ];
    if let Some(known) = TABLE.get(k as usize)
        && k < 10.0
    {
        return *known;
    }
    let square = (k + 1.0).powi(2);
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / (k + 1.0)
}

/// The logarithm of the gamma function (Lanczos, g = 7), for positive numbers.
pub(super) fn ln_gamma(x: f64) -> f64 {
    const C: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let mut sum = 0.999_999_999_999_809_9;
    let mut place = 0.0;
    for c in C {
        place += 1.0;
        sum += c / (x + place);
    }
    let t = x + 7.5;
    0.918_938_533_204_672_8 + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_spread_of_their_distribution() {
        let mut draws = Draws::new(7);
        for (n, p) in [(8_u64, 0.3), (400, 0.2), (5_000, 0.7), (30, 0.01)] {
            let samples: Vec<f64> = (0..40_000).map(|_| draws.binomial(n, p) as f64).collect();
            let mean = samples.iter().sum::<f64>() / 40_000.0;
            let spread = samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 40_000.0;
            let (m, s) = (n as f64 * p, n as f64 * p * (1.0 - p));
            assert!(
                (mean - m).abs() < 5.0 * (s / 40_000.0).sqrt(),
                "{n} {p}: {mean} {m}"
            );
            assert!((spread / s - 1.0).abs() < 0.06, "{n} {p}: {spread} {s}");
        }
        for mean in [0.5, 9.0, 120.0, 8_000.0] {
            let samples: Vec<f64> = (0..30_000).map(|_| draws.poisson(mean) as f64).collect();
            let found = samples.iter().sum::<f64>() / 30_000.0;
            assert!(
                (found - mean).abs() < 5.0 * (mean / 30_000.0).sqrt(),
                "{mean} {found}"
            );
        }
        for shape in [0.25, 1.0, 40.0] {
            let found = (0..40_000).map(|_| draws.gamma(shape)).sum::<f64>() / 40_000.0;
            assert!(
                (found - shape).abs() < 5.0 * (shape / 40_000.0).sqrt(),
                "{shape} {found}"
            );
        }
    }

    #[test]
    fn the_gamma_function_is_the_factorial() {
        let mut factorial = 1.0_f64;
        for n in 1..20_i32 {
            factorial *= f64::from(n);
            assert!((ln_gamma(f64::from(n) + 1.0) - factorial.ln()).abs() < 1e-9);
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-9);
    }
}
