import Testing
import Wire

@Suite("What is no message")
struct RefusalTests {
    /// The ranges of all whole numbers in the language.
    static let ranges: [String: ClosedRange<Int64>] = [
        "intake.request.accepted.round": 1...100,
        "intake.request.callback_due.round": 1...100,
        "intake.request.called_back.round": 1...100,
        "intake.request.called_back.attempt": 1...10,
        "intake.request.reopened.round": 1...100,
        "intake.request.closed.round": 1...100,
        "intake.request.rated.stars": 1...5,
        "dispatch.workorder.issued.round": 1...100,
        "dispatch.workorder.offered.wave": 1...100,
        "dispatch.workorder.offers_expired.wave": 1...100,
        "dispatch.workorder.submitted.quarter_hours": 0...32,
        "dispatch.workorder.verified.round": 1...100,
        "dispatch.workorder.verified.quarter_hours": 0...32,
        "dispatch.workorder.verified.difficulty": 10...15,
        "dispatch.workorder.verified.urgency": 10...15,
        "dispatch.workorder.verified.profession": 10...13,
        "registry.member.duty_ended.quarter_hours": 0...96,
        "assessment.posting.posted.quarter_hours": 0...32,
        "assessment.posting.posted.points": 0...1_000_000,
        "assessment.posting.posted.stars": 0...5,
        "assessment.posting.reversed.quarter_hours": 0...32,
        "assessment.posting.reversed.points": 0...1_000_000,
    ]

    @Test(
        "a member that is missing, of another type or out of its values is refused at its place", arguments: Sample.all)
    func spoilt(sample: Sample) throws {
        let spoiltOnes = Spoiling.all(try sample.golden(), sample.type.properties)
        #expect(spoiltOnes.count >= 3 * sample.type.properties.count)
        for spoilt in spoiltOnes {
            let error = #expect(throws: WireError.self) { try sample.type.read(spoilt.object) }
            #expect(error?.code == spoilt.error.code)
            #expect(error?.path == spoilt.error.path)
        }
    }

    @Test("every declared word of an enumeration is read and written", arguments: Sample.all)
    func words(sample: Sample) throws {
        let golden = try sample.golden()
        for field in sample.type.properties {
            guard case .choice(let words) = field.schema else { continue }
            #expect(Set(words).count == words.count)
            for word in words {
                var object = golden
                object[field.name] = .string(word)
                #expect(try sample.type.read(object).written() == object)
            }
        }
    }

    @Test("a whole number is read up to both ends of its range, and not one further", arguments: Sample.all)
    func bounds(sample: Sample) throws {
        let golden = try sample.golden()
        for field in sample.type.properties {
            guard case .integer(let range) = field.schema else { continue }
            #expect(range == Self.ranges["\(sample.type.type).\(field.name)"])
            for (number, isRead) in [
                (range.lowerBound - 1, false), (range.lowerBound, true), (range.upperBound, true),
                (range.upperBound + 1, false),
            ] {
                var object = golden
                object[field.name] = .integer(number)
                if isRead {
                    #expect(try sample.type.read(object).written() == object)
                } else {
                    #expect(throws: WireError(code: .outOfRange, path: field.name)) { try sample.type.read(object) }
                }
            }
        }
    }

    @Test("a point is read to the ends of the earth, and not beyond")
    func points() throws {
        let sample = try #require(Sample.all.first { $0.type.type == "registry.area.defined" })
        let golden = try sample.golden()
        for (latitude, longitude, path) in [
            (90.0, 180.0, nil), (-90, -180, nil), (90.000_001, 0, "boundary[0].latitude"),
            (0, -180.000_001, "boundary[0].longitude"),
        ] as [(Double, Double, String?)] {
            var object = golden
            let corner = JSONObject([("latitude", .double(latitude)), ("longitude", .double(longitude))])
            object["boundary"] = .array([.object(corner)])
            if let path {
                #expect(throws: WireError(code: .outOfRange, path: path)) { try sample.type.read(object) }
            } else {
                _ = try sample.type.read(object)
            }
        }
    }

    @Test("a list is not longer than a consumer can take")
    func lists() throws {
        for (type, field, most) in [
            ("registry.member.registered", "skills", 1_000), ("registry.member.skills_changed", "skills", 1_000),
        ] {
            let sample = try #require(Sample.all.first { $0.type.type == type })
            var object = try sample.golden()
            object[field] = .array(Array(repeating: .string("plumbing"), count: most))
            _ = try sample.type.read(object)
            object[field] = .array(Array(repeating: .string("plumbing"), count: most + 1))
            #expect(throws: WireError(code: .tooLong, path: field, limit: .init(most, .elements))) {
                try sample.type.read(object)
            }
        }
    }
}
