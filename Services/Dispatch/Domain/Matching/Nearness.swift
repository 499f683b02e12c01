/// How much a distance counts: exp(−m/800) as whole numbers, so that every replay on every machine agrees.
public enum Nearness {
    /// The value of a distance; between two steps of the table it falls in a straight line.
    ///
    /// Units: metres in, per mille out. Range: 1000 at 0 m, 0 from 6050 m on.
    /// Source: default 9 of the domain notes, the curve exp(−m/800) rounded at every 50 m.
    public static func perMille(metres: Int) -> Int {
        let distance = max(0, metres)
        let step = distance / stepMetres
        guard step < table.count else { return 0 }
        let next = step + 1 < table.count ? table[step + 1] : 0
        return table[step] - (table[step] - next) * (distance % stepMetres) / stepMetres
    }

    // What stands in for the distance where a centre is not known: the usual distance between two homes that share an
    // area. Units: metres. Source: our choice, after the usual extent of a grid, a community and a street.
    static let sameGridMetres = 150
    static let sameCommunityMetres = 500
    static let sameStreetMetres = 1_500
    static let elsewhereMetres = 6_050

    private static let stepMetres = 50

    private static let table: [Int] = [
        1000, 939, 882, 829, 779, 732, 687, 646, 607, 570, 535, 503, 472, 444, 417, 392, 368, 346, 325, 305,
        287, 269, 253, 238, 223, 210, 197, 185, 174, 163, 153, 144, 135, 127, 119, 112, 105, 99, 93, 87,
        82, 77, 72, 68, 64, 60, 56, 53, 50, 47, 44, 41, 39, 36, 34, 32, 30, 28, 27, 25,
        24, 22, 21, 19, 18, 17, 16, 15, 14, 13, 13, 12, 11, 10, 10, 9, 9, 8, 8, 7,
        7, 6, 6, 6, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1,
    ]
}
