import AssessmentDomain
import Kernel
import Testing

@Suite("Figures of few answers")
struct SmallSampleTests {
    @Test(
        "Wilson's lower limit has the worked values",
        arguments: [(48, 50, 865), (3, 3, 438), (95, 100, 888), (0, 0, 0), (0, 10, 0), (1, 1, 207), (5, 10, 237)])
    func workedLimits(satisfied: Int, count: Int, thousandths: Int) {
        let limit = SmallSamples.wilsonLowerLimit(satisfied: satisfied, of: count).value
        #expect((limit + 500) / 1_000 == thousandths)
    }

    @Test("Wilson's lower limit agrees with the formula in floating point to two millionths")
    func agreesWithFloatingPoint() {
        for n in [1, 2, 3, 7, 10, 50, 99, 1_000, 123_456, 1_000_000_000] {
            for k in Set([0, 1, n / 3, n / 2, n - 1, n]) where k >= 0 {
                let (p, count, z) = (Double(k) / Double(n), Double(n), 1.96)
                let root = z * (p * (1 - p) / count + z * z / (4 * count * count)).squareRoot()
                let expected = max(0, (p + z * z / (2 * count) - root) / (1 + z * z / count)) * 1_000_000
                let limit = SmallSamples.wilsonLowerLimit(satisfied: k, of: n).value
                #expect(abs(Double(limit) - expected) <= 2, "\(k) of \(n)")
            }
        }
    }

    @Test("the limit lies below the share, and rises with more of the same answers")
    func limitRises() {
        for n in stride(from: 10, through: 200, by: 10) {
            let limit = SmallSamples.wilsonLowerLimit(satisfied: n * 9 / 10, of: n)
            #expect(limit < Millionths(900_000))
            #expect(limit < SmallSamples.wilsonLowerLimit(satisfied: n * 9, of: n * 10))
        }
    }

    @Test(
        "the shrunken mean has the worked values",
        arguments: [(3, 3, 913), (95, 100, 942), (0, 0, 900), (0, 20, 450)])
    func workedMeans(satisfied: Int, count: Int, thousandths: Int) {
        let mean = SmallSamples.shrunkenMean(satisfied: satisfied, of: count, towards: Millionths(900_000)).value
        #expect((mean + 500) / 1_000 == thousandths)
    }

    @Test("too few answers are withheld, few are shown without a place, the others are ranked by the lower limit")
    func publishes() throws {
        func count(_ code: String, _ satisfied: Int, _ effective: Int) throws -> SatisfactionCount {
            SatisfactionCount(area: try #require(AreaCode(code)), satisfied: satisfied, effective: effective)
        }
        let lines = SatisfactionLine.lines(
            of: [
                try count("330402001", 4, 4), try count("330402002", 9, 9), try count("330402003", 48, 50),
                try count("330402004", 95, 100), try count("330402005", 10, 10), try count("330402006", 5, 5),
            ], policy: PublicationPolicy())
        #expect(
            lines.map(\.area.text) == ["330402004", "330402003", "330402005", "330402002", "330402006", "330402001"])
        #expect(lines.map(\.rank) == [1, 2, 3, nil, nil, nil])
        #expect(lines.map { $0.figures?.effective } == [100, 50, 10, 9, 5, nil])
        #expect(lines[0].figures?.share == Millionths(950_000))
    }

    @Test("areas with equal limits take the order of their codes")
    func breaksTies() throws {
        let counts = try ["330402009", "330402001"].map {
            SatisfactionCount(area: try #require(AreaCode($0)), satisfied: 10, effective: 10)
        }
        let lines = SatisfactionLine.lines(of: counts, policy: PublicationPolicy())
        #expect(lines.map(\.area.text) == ["330402001", "330402009"])
    }
}
