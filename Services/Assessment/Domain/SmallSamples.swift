/// A share of one, in millionths: integers, so that every replay agrees.
public struct Millionths: Hashable, Comparable, Sendable {
    /// Range: 0 to 1 000 000.
    public let value: Int

    public init(_ value: Int) {
        self.value = value
    }

    /// Whether the left share is the smaller one.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// Fair figures of few answers: `k` of `n` were satisfied.
public enum SmallSamples {
    /// The lower end of Wilson's 95 % interval: what the share is at least, judged by so few answers.
    ///
    /// 0 of 0 gives 0.
    ///
    /// With z = 1.96 exactly, z² = 3.8416: `(k + z²/2 − z·√(k(n−k)/n + z²/4)) / (n + z²)`, cut off to a millionth.
    /// 48 of 50 give 0.865, 3 of 3 give 0.438, 95 of 100 give 0.888.
    ///
    /// Range: `0 <= k <= n <= 1 000 000 000`. Source: E. B. Wilson, JASA 22 (1927), 209.
    public static func wilsonLowerLimit(satisfied k: Int, of n: Int) -> Millionths {
        precondition(k >= 0 && k <= n && n <= 1_000_000_000, "k of n answers")
        guard n > 0 else { return Millionths(0) }
        let (count, hits) = (UInt128(n), UInt128(k))
        let square: UInt128 = 38_416  // z² in ten-thousandths
        // z²(k(n−k)/n + z²/4) = z²(4k(n−k) + z²n) / 4n; in (10⁻⁶)² that is 38416 (40000 k(n−k) + 38416 n) 10⁴ / 4n.
        let radicand = square * (40_000 * hits * (count - hits) + square * count) * 10_000 / (4 * count)
        let centre = hits * 1_000_000 + square * 100 / 2
        let root = floorRoot(radicand)
        guard centre > root else { return Millionths(0) }
        return Millionths(Int((centre - root) * 1_000_000 / (count * 1_000_000 + square * 100)))
    }

    /// The mean drawn towards the district's, as if `weight` more answers like the district's had come; rounded half up.
    ///
    /// `(k + m·p₀)/(n + m)`, m = 20: with p₀ = 0.90, 3 of 3 give 0.913 and 95 of 100 give 0.942.
    public static func shrunkenMean(
        satisfied k: Int, of n: Int, towards mean: Millionths, weight: Int = 20
    ) -> Millionths {
        precondition(k >= 0 && k <= n && n <= 1_000_000_000 && weight > 0, "k of n answers")
        let numerator = k * 1_000_000 + weight * mean.value
        let denominator = n + weight
        return Millionths((2 * numerator + denominator) / (2 * denominator))
    }

    /// The plain share, rounded half up; `nil` of no answers.
    public static func share(_ k: Int, of n: Int) -> Millionths? {
        n == 0 ? nil : Millionths((2 * k * 1_000_000 + n) / (2 * n))
    }

    /// The largest integer whose square is not larger.
    ///
    /// Source: Newton's method on integers, from above.
    static func floorRoot(_ number: UInt128) -> UInt128 {
        guard number > 1 else { return number }
        let bits = 128 - number.leadingZeroBitCount
        var guess: UInt128 = 1 << ((bits + 1) / 2)
        while true {
            let next = (guess + number / guess) / 2
            if next >= guess { return guess }
            guess = next
        }
    }
}
