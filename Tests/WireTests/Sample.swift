import Kernel
import Wire

enum Sampled {}

enum Colour: String, CaseIterable, Sendable {
    case red
    case deepBlue = "deep_blue"
}

/// A message with one member of every kind.
struct Sample: Message {
    static let type = "test.sample.taken"
    static let version = 1
    static let summary = "A sample was taken."
    static let fields: [FieldDescription] = [
        FieldDescription(name: "id", type: .identifier, required: true, summary: "Which.")
    ]

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
    var place: GeoPoint?
    var parts: [Part]

    struct Part: WireCodable, Sendable, Equatable {
        var name: String
        var size: Int64?

        init(name: String, size: Int64?) {
            self.name = name
            self.size = size
        }

        init(from object: WireObject) throws(WireError) {
            name = try object.string("name", maxLength: 5)
            size = try object.optionalInteger("size", in: 0...9)
        }

        func encode(to writer: inout ObjectWriter) {
            writer.field("name", name)
            writer.field("size", size)
        }
    }
}

extension Sample {
    init(from object: WireObject) throws(WireError) {
        id = try object.identifier("id")
        title = try object.string("title")
        colour = try object.enumeration("colour")
        area = try object.areaCode("area")
        takenAt = try object.timestamp("taken_at")
        day = try object.date("day")
        count = try object.integer("count")
        weight = try object.double("weight")
        isOpen = try object.bool("open")
        note = try object.optionalString("note")
        parent = try object.optionalIdentifier("parent")
        tags = try object.strings("tags")
        place = try object.optionalGeoPoint("place")
        parts = try object.array("parts", max: 3, Part.init(from:))
    }

    func encode(to writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("title", title)
        writer.field("colour", colour.rawValue)
        writer.field("area", area)
        writer.field("taken_at", takenAt)
        writer.field("day", day)
        writer.field("count", count)
        writer.field("weight", weight)
        writer.field("open", isOpen)
        writer.field("note", note)
        writer.field("parent", parent)
        writer.field("tags", tags)
        if let place {
            writer.object("place") {
                $0.field("latitude", place.latitude)
                $0.field("longitude", place.longitude)
            }
        }
        writer.array("parts", parts) { writer, part in writer.object { part.encode(to: &$0) } }
    }

    /// A sample whose members come from a seed, with awkward texts and numbers among them.
    static func random(_ generator: inout SplitMix64) -> Sample? {
        let texts = [
            "", "a", "民情", "\"\\\n\t\u{1}", "😀\u{301}", String(repeating: "长", count: 300), "</script>", "\u{FFFF}",
        ]
        func text() -> String { texts.randomElement(using: &generator) ?? "" }
        guard let area = AreaCode("330402001002"), let day = CivilDate(year: 2024, month: 2, day: 29),
            let place = GeoPoint(latitude: .random(in: -90...90, using: &generator), longitude: 120.75)
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
            place: Bool.random(using: &generator) ? place : nil,
            parts: (0..<Int.random(in: 0...3, using: &generator)).map {
                Part(name: "p\($0)", size: $0 == 0 ? nil : Int64($0))
            })
    }
}
