/// Words that this code does not use for its identifiers, and the field's word for each.
///
/// Why: one word, one meaning. A `place` can be an index, a position, a location or a path parameter, and what is `told`
/// can be recorded, published or acknowledged; with the field's words a reader has no dialect to learn.
enum RefusedWords {
    /// Where a word stands in an identifier.
    enum Extent {
        /// As one of its camel-case parts, or several in a row: `place` in `nextPlace` and in `place`, but not in
        /// `placement`.
        case part
        /// As the whole identifier, with its capital letters.
        case whole
        /// As the last part of a longer identifier.
        case ending
    }

    /// A word of the business keeps its meaning where that business is done: there it may be used.
    struct Business {
        /// Beginnings of paths.
        let folders: [String]
        /// The identifiers that are allowed there; nil for all.
        let identifiers: Set<String>?

        /// Types of the aggregates of that name, in the rooms of the contexts.
        static func aggregate(_ name: String) -> Business {
            Business(folders: Walls.contexts.map { "Services/\($0)/" }, identifiers: [name])
        }
    }

    /// One row of the table.
    struct Row {
        let words: [(text: String, parts: [String])]
        let extent: Extent
        let instead: String
        let business: Business?

        init(_ words: String, _ extent: Extent, instead: String, business: Business? = nil) {
            self.words = words.split(separator: " ").map { (String($0), SwiftIdentifiers.parts(of: String($0))) }
            self.extent = extent
            self.instead = instead
            self.business = business
        }
    }

    static let table: [Row] = [
        Row("told tell tells telling", .part, instead: "recorded, published or acknowledged, whichever it is"),
        Row(
            "place places placed", .part, instead: "index, rank, position, location or pathParameter",
            business: .aggregate("Place")),
        Row("news story stories", .part, instead: "Incoming…Event, event, correlation"),
        Row("Acting ActingScope Reach reach Scope", .whole, instead: "AccessScope"),
        Row("Deciding", .whole, instead: "WorkOrderDecision"),
        Row("OneOrder Change Changes LedgerChange OrderChange", .whole, instead: "Transition, …Update"),
        Row("PublishedLanguage Coded", .whole, instead: "…EventMapper; of all contexts MessageCatalogue"),
        Row("WorkOrderNotice RequestEvents", .whole, instead: "…Handler"),
        Row("EventReading SiftedBatch Cause", .whole, instead: "EventDecoder, DecodedBatch, Causation"),
        Row(
            "receipt receipts", .part, instead: "entry, of InboxEntry",
            // What a requester gets for a registration.
            business: Business(
                folders: ["Services/Intake/", "Tests/IntakeTests/", "Tests/IntakeTestKit/"], identifiers: nil)),
        Row("Exchange", .whole, instead: "IncomingRequest; a test's connection is a Session"),
        Row("goUpForWant goUpForRed wantStep", .part, instead: "escalateUnassigned, escalateOverdue, unassignedStep"),
        Row("look lookAgain want", .whole, instead: "refresh, retryWidestWave, unassigned"),
        Row("Need Chain", .whole, instead: "MatchCriteria, AreaHierarchy"),
        Row("bodySeal fieldSeals keyUse keptAnswer", .part, instead: "…Encryption, …Encryptor, …Claim, StoredResponse"),
        Row("DeadLetterDesk", .whole, instead: "DeadLetterStore"),
        Row("Questions", .ending, instead: "…ReadStatements"),
        Row("turnstile hands", .part, instead: "ConcurrencyLimit"),
        Row("Occasion Chance", .whole, instead: "DrawKey, SeededRandom"),
        Row("reckoning demoScreen staffRounds disturber", .part, instead: "what they are: ConsistencyReport, …"),
        Row("doorbell town witness", .part, instead: "what they are: EventWaiter, CityFixture, PropertyRecorder"),
        Row("Station Wall", .whole, instead: "DispatchHarness, WallClock"),
        Row("Office", .whole, instead: "StaffClient", business: .aggregate("Office")),
    ]

    /// The rows that refuse an identifier somewhere.
    static func rows(against identifier: String) -> [Row] {
        let parts = SwiftIdentifiers.parts(of: identifier)
        return table.filter { row in
            row.words.contains { word in
                switch row.extent {
                case .part: parts.contains(word.parts)
                case .whole: identifier == word.text
                case .ending: identifier != word.text && identifier.hasSuffix(word.text)
                }
            }
        }
    }

    /// Every refused identifier of the files, with the words to use instead; a file's own name is one.
    static func faults(in files: [(path: String, text: String)]) -> [String] {
        var paths: [String: [String]] = [:]
        for (path, text) in files {
            let name = path.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? ""
            for identifier in SwiftIdentifiers.all(in: text).union([name]) {
                paths[identifier, default: []].append(path)
            }
        }
        return paths.flatMap { identifier, paths in
            rows(against: identifier).flatMap { row in
                paths.filter { row.business?.allows(identifier, in: $0) != true }
                    .map { "\($0): \(identifier); instead: \(row.instead)" }
            }
        }.sorted()
    }
}

extension RefusedWords.Business {
    func allows(_ identifier: String, in path: String) -> Bool {
        folders.contains { path.hasPrefix($0) } && identifiers?.contains(identifier) != false
    }
}
