// Written out here because the C library's functions differ in the last digit from one system to the next, while a
// ranking by distance must come out the same wherever it is replayed. Only what great circles need is covered.

/// The sine of an angle.
///
/// Units: radians. Range: -π to π.
func sine(_ angle: Double) -> Double {
    var x = angle
    if x > .pi / 2 { x = .pi - x }
    if x < -.pi / 2 { x = -.pi - x }
    // Taylor's series; at π/2 the thirteenth term is below 1e-19.
    let square = x * x
    var term = x
    var sum = x
    for k in 1...12 {
        let n = Double(2 * k)
        term *= -square / (n * (n + 1))
        sum += term
    }
    return sum
}

/// The cosine of an angle.
///
/// Units: radians. Range: -π to π.
func cosine(_ angle: Double) -> Double {
    sine(.pi / 2 - abs(angle))
}

/// The angle whose sine is the square root of a number.
///
/// Units: radians. Range of the number: 0 to 1, others are cut to it.
func arcsine(rootOf number: Double) -> Double {
    var square = min(max(number, 0), 1)
    // sin²(a/2) = (1 - cos a) / 2 = sin²a / (2 (1 + cos a)): four halvings bring any angle below π/32.
    for _ in 0..<4 { square = square / (2 * (1 + (1 - square).squareRoot())) }
    let x = square.squareRoot()
    var power = x
    var sum = x
    for k in 1...8 {
        let n = Double(2 * k)
        power *= square * (n - 1) / n
        sum += power / (n + 1)
    }
    return 16 * sum
}
