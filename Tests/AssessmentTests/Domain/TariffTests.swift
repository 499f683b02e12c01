import AssessmentDomain
import Kernel
import Testing

@Suite("The tariff")
struct TariffTests {
    static let table:
        [(quarterHours: Int, difficulty: Int, urgency: Int, profession: Int, quality: Int, hundredths: Int64)] = [
            (10, 12, 15, 13, 10, 5850),  // the worked example: 2.5 h, 1.2, 1.5, 1.3, 1 → 58.50
            (4, 10, 10, 10, 10, 1000), (1, 10, 10, 10, 10, 250), (0, 15, 15, 13, 11, 0), (32, 15, 15, 13, 11, 25740),
            (10, 12, 15, 13, 0, 0), (10, 12, 15, 13, 8, 4680), (10, 12, 15, 13, 11, 6435), (1, 12, 12, 13, 11, 515),
            (1, 12, 10, 13, 8, 312), (3, 15, 12, 13, 11, 1931),
        ]

    @Test("points are hours by rate and factors, rounded half up to a hundredth", arguments: table)
    func countsPoints(
        row: (quarterHours: Int, difficulty: Int, urgency: Int, profession: Int, quality: Int, hundredths: Int64)
    ) throws {
        let factors = try #require(
            ServiceFactors(
                difficulty: row.difficulty, urgency: row.urgency, profession: row.profession, quality: row.quality))
        let points = PointsTariff().points(quarterHours: row.quarterHours, factors: factors)
        #expect(points == Points(hundredths: row.hundredths))
    }

    @Test("every allowed combination agrees with the exact fraction to half a hundredth")
    func agreesWithFractions() throws {
        let tariff = PointsTariff()
        var seen = 0
        for difficulty in ServiceFactors.grades {
            for urgency in ServiceFactors.grades {
                for profession in ServiceFactors.professions {
                    for quality in ServiceFactors.qualities {
                        let factors = try #require(
                            ServiceFactors(
                                difficulty: difficulty, urgency: urgency, profession: profession, quality: quality))
                        for quarterHours in 0...32 {
                            let hundredths = tariff.points(quarterHours: quarterHours, factors: factors).hundredths
                            // 4 × 10⁴ × hundredths lies within half of 4 × 10⁴ of n × 10 × 100 × dusq.
                            let exact = quarterHours * 1_000 * difficulty * urgency * profession * quality
                            #expect(abs(Int(hundredths) * 40_000 - exact) <= 20_000)
                            seen += 1
                        }
                    }
                }
            }
        }
        #expect(seen == 3 * 3 * 2 * 4 * 33)
    }

    @Test(
        "factors outside the table are refused",
        arguments: [(11, 10, 10, 10), (10, 13, 10, 10), (10, 10, 12, 10), (10, 10, 10, 9), (0, 10, 10, 10)])
    func refusesFactors(difficulty: Int, urgency: Int, profession: Int, quality: Int) {
        #expect(
            ServiceFactors(difficulty: difficulty, urgency: urgency, profession: profession, quality: quality) == nil)
    }

    @Test(
        "stars are earned by hours",
        arguments: [
            (0, 0), (399, 0), (400, 1), (1_199, 1), (1_200, 2), (2_400, 3), (3_999, 3), (4_000, 4), (5_999, 4),
            (6_000, 5), (60_000, 5), (-1, 0),
        ])
    func earnsStars(quarterHours: Int, stars: Int) {
        #expect(Stars.earned(quarterHours: quarterHours) == stars)
    }
}
