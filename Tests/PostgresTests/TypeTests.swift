import Kernel
import Postgres
import Testing

@Suite("Types")
struct TypeTests {
    /// Sends values as parameters, as an array and as NULL, and compares what comes back with what was sent.
    private func expectRoundTrip<Value: PostgresArrayElement & PostgresDecodable & Equatable>(
        _ values: [Value], _ type: String, on connection: PostgresConnection,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for value in values {
            let row = try await connection.query(
                "select \(value)::\(unescaped: type), pg_typeof(\(value)) = '\(unescaped: type)'::regtype")[0]
            try #expect(row.decode(Value.self, at: 0) == value, sourceLocation: sourceLocation)
            try #expect(row.decode(Bool.self, at: 1), sourceLocation: sourceLocation)
        }
        let nothing: Value? = nil
        let null = try await connection.query("select \(nothing), \(nothing) is null")[0]
        try #expect(null.decode(Value?.self, at: 0) == nil, sourceLocation: sourceLocation)
        try #expect(null.decode(Bool.self, at: 1), sourceLocation: sourceLocation)
        let optionals: [Value?] = [nil] + values + [nil]
        let array = try await connection.query("select \(optionals)::\(unescaped: type)[], \(values), \([Value]())")[0]
        try #expect(array.decode([Value?].self, at: 0) == optionals, sourceLocation: sourceLocation)
        try #expect(array.decode([Value].self, at: 1) == values, sourceLocation: sourceLocation)
        try #expect(array.decode([Value].self, at: 2).isEmpty, sourceLocation: sourceLocation)
    }

    @Test("every type comes back as it was sent: alone, in arrays, and as NULL")
    func roundTrip() async throws {
        try await PostgresConnection.withConnection(Scratch.server) { connection in
            try await expectRoundTrip([true, false], "bool", on: connection)
            try await expectRoundTrip([Int16.min, -1, 0, 1, .max], "int2", on: connection)
            try await expectRoundTrip([Int32.min, -1, 0, 1, .max], "int4", on: connection)
            try await expectRoundTrip([Int64.min, -1, 0, 1, .max], "int8", on: connection)
            try await expectRoundTrip([Int.min, -1, 0, 1, .max], "int8", on: connection)
            try await expectRoundTrip([0, -1.5, .infinity, .pi, .leastNonzeroMagnitude], "float8", on: connection)
            try await expectRoundTrip(["", "a", "民情\"\\,{}NULL", "👨‍👩‍👧"], "text", on: connection)
            try await expectRoundTrip([[], [0], [UInt8](0...255)], "bytea", on: connection)
            try await expectRoundTrip([JSONBytes([UInt8](#"{"a": [1, null]}"#.utf8))], "jsonb", on: connection)
            try await expectRoundTrip(
                [Identifier<Self>(high: 0, low: 0), Identifier<Self>(high: .max, low: 1)], "uuid", on: connection)
            try await expectRoundTrip(
                [.zero, Timestamp(microseconds: -1), Timestamp(microseconds: 1_795_222_923_000_004)], "timestamptz",
                on: connection)
            try await expectRoundTrip(
                [CivilDate(daysSinceEpoch: 0), CivilDate(daysSinceEpoch: 20_778), CivilDate(daysSinceEpoch: -1)],
                "date",
                on: connection)
            try await expectRoundTrip([Version.initial, Version(value: 9)], "int8", on: connection)
            try await expectRoundTrip([Metres(value: 0.5)], "float8", on: connection)
            try await expectRoundTrip(
                [TransactionIdentifier(0), TransactionIdentifier(1 << 40)], "xid8", on: connection)
            let code = try #require(AreaCode("330402001"))
            try await expectRoundTrip([code], "text", on: connection)
        }
    }

    @Test("a timestamp means the same moment to the server and to us")
    func timestampMeaning() async throws {
        try await PostgresConnection.withConnection(Scratch.server) { connection in
            let moment = try #require(Timestamp(iso8601: "2026-11-21T01:02:03.000004Z"))
            let row = try await connection.query("select \(moment) = '2026-11-21 09:02:03.000004+08'::timestamptz")[0]
            try #expect(row.decode(Bool.self, at: 0))
            let date = try #require(CivilDate(iso: "2026-11-21"))
            try await #expect(connection.query("select \(date) = '2026-11-21'::date").only(Bool.self))
            let id = try #require(Identifier<Self>("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"))
            let text = try await connection.query("select \(id)::text").only(String.self)
            #expect(text == "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
        }
    }

    @Test(
        "a whole numeric in range is read as an integer, any other is refused",
        arguments: [
            ("0", 0), ("1", 1), ("-1", -1), ("10000", 10_000), ("123456789", 123_456_789), ("40000000", 40_000_000),
            ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("7.00", 7),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("0.5", nil), ("NaN", nil), ("1e30", nil),
            ("Infinity", nil), ("10000.0001", nil),
        ] as [(String, Int64?)])
    func numeric(text: String, expected: Int64?) async throws {
        try await PostgresConnection.withConnection(Scratch.server) { connection in
            let row = try await connection.query("select \(text)::text::numeric")[0]
            let value = try? row.decode(Int64.self, at: 0)
            #expect(value == expected)
        }
    }

    @Test("a column of another type, a NULL and a missing column are decoding errors that name the column")
    func decodingErrors() async throws {
        try await PostgresConnection.withConnection(Scratch.server) { connection in
            let row = try await connection.query(
                "select 'a'::text as name, null::int8 as nothing, 'infinity'::timestamptz")[0]
            let wrongType = #expect(throws: PostgresError.self) { try row.decode(Int.self, at: "name") }
            #expect(wrongType?.code == .decoding)
            #expect(wrongType?.debugDescription.contains("name") == true)
            let null = #expect(throws: PostgresError.self) { try row.decode(Int.self, at: "nothing") }
            #expect(null?.code == .decoding)
            #expect(throws: PostgresError.self) { try row.decode(Int.self, at: "absent") }
            #expect(throws: PostgresError.self) { try row.decode(Int.self, at: 3) }
            #expect(throws: PostgresError.self) { try row.decode(Timestamp.self, at: 2) }
            #expect(throws: PostgresError.self) { try row.decode([String].self, at: 0) }
        }
    }

    @Test("an enumeration of either side is text to the other")
    func enumerations() async throws {
        try await Scratch.withPool("create type light as enum ('green', 'red')") { pool in
            let row = try await pool.query("select \(Light.red)::text::light, \([Light.green, .red])")[0]
            try #expect(row.decode(Light.self, at: 0) == .red)
            try #expect(row.decode([Light].self, at: 1) == [.green, .red])
            #expect(throws: PostgresError.self) {
                try row.decode(Unlit.self, at: 0)
            }
        }
    }

    @Test("text with U+0000 is refused by the server, and the connection goes on")
    func nulCharacter() async throws {
        try await PostgresConnection.withConnection(Scratch.server) { connection in
            let error = await postgresError { _ = try await connection.query("select \("a\0b")") }
            #expect(error?.sqlState == SQLState.characterNotInRepertoire)
            try await #expect(connection.query("select 1").only(Int.self) == 1)
        }
    }

    enum Light: String, PostgresArrayElement, PostgresDecodable { case green, red }
    enum Unlit: String, PostgresDecodable { case dark }

    @Test("a stored value that is none of its column's is a fault with the column's name and no value")
    func storedRows() async throws {
        enum Colour: String { case red, blue }
        try await PostgresConnection.withConnection(Scratch.server) { connection in
            let row = try await connection.query(
                "select 'red' as good, 'mauve' as bad, null::text as none, 7::int as count")[0]
            try #expect(row.code(Colour.self, at: 0) == .red)
            try #expect(row.optionalCode(Colour.self, at: 0) == .red)
            try #expect(row.optionalCode(Colour.self, at: 2) == nil)
            try #expect(row.int(at: 3) == 7)
            let fault = StoredRowFault(column: "bad", type: Colour.self)
            #expect(throws: fault) { try row.code(Colour.self, at: 1) }
            #expect(throws: fault) { try row.optionalCode(Colour.self, at: 1) }
            #expect(throws: StoredRowFault(column: "count", type: Int.self)) { try row.valid(nil as Int?, at: 3) }
            #expect(throws: PostgresError.self) { try row.int(at: 0) }
            #expect(throws: PostgresError.self) { try row.code(Colour.self, at: 2) }
            #expect(fault.description == "StoredRowFault(bad holds no Colour)")
        }
    }
}
