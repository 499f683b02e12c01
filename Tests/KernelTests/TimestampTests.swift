import Kernel
import Testing

@Suite struct TimestampTests {
    @Test(
        "an ISO 8601 text with a zone is one moment",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T08:00:00+08:00", 0), ("1969-12-31T16:00:00-08:00", 0),
            ("1969-12-31T23:59:59.999999Z", -1), ("2026-11-21T01:02:03.000004Z", 1_795_222_923_000_004),
            ("2026-11-21T09:02:03.000004+08:00", 1_795_222_923_000_004),
            ("2026-11-21t01:02:03.5z", 1_795_222_923_500_000),
            ("2026-11-21T01:02:03.123456789Z", 1_795_222_923_123_456), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
            ("2024-02-29T23:30:00-05:45", 1_709_270_100_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            ("9998-12-31T23:59:59.999999Z", 253_370_764_799_999_999),
        ])
    func reading(text: String, microseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
    }

    @Test(
        "what is malformed, impossible or without a zone is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T01:02:03", "2026-11-21T01:02Z", "2026-02-30T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z", "2016-12-31T23:59:60Z", "9999-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
            "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00,5Z",
            "2026-01-01T00:00:00.5",
            "2026-01-01T00:00:00+0800", "2026-01-01T00:00:00+08", "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+08:60",
            "2026-01-01T00:00:00Zx", "2026-01-01 00:00:00Z", " 2026-01-01T00:00:00Z", "２026-01-01T00:00:00Z",
            "+2026-01-01T00:00:00Z", "2026-1-01T00:00:000Z", "2026-01-01T-1:00:00Z",
        ])
    func refusing(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(
        "the text has no fraction, three digits or six",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_000, "1970-01-01T00:00:00.001Z"), (1, "1970-01-01T00:00:00.000001Z"),
            (120_000, "1970-01-01T00:00:00.120Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (1_795_222_923_000_004, "2026-11-21T01:02:03.000004Z"),
        ])
    func writing(microseconds: Int64, text: String) {
        let moment = Timestamp(microseconds: microseconds)
        #expect(moment.iso8601 == text)
        #expect("\(moment)" == text)
    }

    @Test("every moment reads back from its text")
    func roundTrip() {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<5_000 {
            let moment = Timestamp(
                microseconds: Int64.random(in: -62_135_596_800_000_000...253_370_764_799_999_999, using: &generator))
            #expect(Timestamp(iso8601: moment.iso8601) == moment)
        }
    }

    @Test("even the ends of the range have a text")
    func extremes() {
        #expect(Timestamp(microseconds: .max).iso8601 == "294247-01-10T04:00:54.775807Z")
        #expect(Timestamp(microseconds: .min).iso8601 == "-290308-12-21T19:59:05.224192Z")
    }

    @Test("durations are added, taken away and measured")
    func arithmetic() {
        let moment = Timestamp(microseconds: 1_000)
        #expect(moment + .milliseconds(2) == Timestamp(microseconds: 3_000))
        #expect(moment - .seconds(1) == Timestamp(microseconds: -999_000))
        #expect(Timestamp(microseconds: 3_000) - moment == .milliseconds(2))
        #expect(moment - Timestamp(microseconds: 3_000) == .milliseconds(-2))
        #expect(moment + .nanoseconds(1_999) == Timestamp(microseconds: 1_001))
        var moving = moment
        moving += .microseconds(5)
        moving -= .microseconds(2)
        #expect(moving == Timestamp(microseconds: 1_003))
        #expect(Duration.milliseconds(1_500).wholeMicroseconds == 1_500_000)
        #expect(Duration.microseconds(1_500).wholeMilliseconds == 1)
        #expect(Duration.zero.wholeMicroseconds == 0)
    }
}
