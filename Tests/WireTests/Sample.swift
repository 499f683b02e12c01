import Kernel
import Wire

enum Sampled {}

enum Colour: String, WireEnumeration {
    case red
    case deepBlue = "deep_blue"
}

/// A message with one member of every kind.
struct Sample: Message {
    static let type = "test.sample.taken"
    static let version = 1
    static let summary = "A sample was taken."
    var id: Identifier<Sampled>
    var title: String
    var colour: Colour
    var area: AreaCode
    var takenAt: Timestamp
    var day: CivilDate
    var count: Int64
    var weight: Double
    var isOpen: Bool
    var note: String?
    var parent: Identifier<Sampled>?
    var tags: [String]
    var location: GeoPoint?
    var parts: [Part]

    static let fields = Fields(
        Self.init,
        Field("id", \.id, "Identifier of the sample."), Field("title", \.title, "Title of the sample."),
        Field("colour", \.colour, "Colour of the sample."), Field("area", \.area, "Code of its area."),
        Field("taken_at", \.takenAt, "Moment at which it was taken."), Field("day", \.day, "Day of the sample."),
        Field("count", \.count, "Number of pieces."), Field("weight", \.weight, unit: "grams", "Weight."),
        Field("open", \.isOpen, "Whether it is open."), Field("note", \.note, "Note of the taker."),
        Field("parent", \.parent, "Identifier of the sample that it is a part of."),
        Field("tags", \.tags, "Tags of the sample."), Field("place", \.location, "Position of the place."),
        Field("parts", \.parts, within: .elements(3), "Parts of the sample."))

    struct Part: FieldCodable, Equatable {
        var name: String
        var size: Int64?

        static let fields = Fields(
            Self.init, Field("name", \.name, within: .characters(5), "Name of the part."),
            Field("size", \.size, within: 0...9, unit: "sizes", "Size of the part."))
    }
}

extension Sample {
    /// A sample whose members come from a seed, with awkward texts and numbers among them.
    static func random(_ generator: inout SplitMix64) -> Sample? {
        let texts = [
            "", "a", "民情", "\"\\\n\t\u{1}", "😀\u{301}", String(repeating: "长", count: 300), "</script>", "\u{FFFF}",
        ]
        func text() -> String { texts.randomElement(using: &generator) ?? "" }
        guard let area = AreaCode("330402001002"), let day = CivilDate(year: 2024, month: 2, day: 29),
            let location = GeoPoint(latitude: .random(in: -90...90, using: &generator), longitude: 120.75)
        else { return nil }
        return Sample(
            id: Identifier(high: generator.next(), low: generator.next()), title: text(),
            colour: Colour.allCases.randomElement(using: &generator) ?? .red, area: area,
            takenAt: Timestamp(microseconds: .random(in: 0...4_000_000_000_000_000, using: &generator)), day: day,
            count: Int64(bitPattern: generator.next()),
            weight: [0.1, -2.5e-300, 1e300, 3, 0].randomElement(using: &generator) ?? 0,
            isOpen: .random(using: &generator),
            // A blank text for an optional member is read as none.
            note: Bool.random(using: &generator) ? "注" + text() : nil,
            parent: Bool.random(using: &generator) ? Identifier(high: generator.next(), low: 0) : nil,
            tags: (0..<Int.random(in: 0...4, using: &generator)).map { _ in text() },
            location: Bool.random(using: &generator) ? location : nil,
            parts: (0..<Int.random(in: 0...3, using: &generator)).map {
                Part(name: "p\($0)", size: $0 == 0 ? nil : Int64($0))
            })
    }
}
