import City
import Kernel
import Logging
import Synchronization
import Testing
import Tracing
import Wire

@testable import ServiceRuntime

@Suite("One record, one line of JSON")
struct LoggingTests {
    private final class Lines: Sendable {
        private let held = Mutex<[[UInt8]]>([])
        var all: [[UInt8]] { held.withLock { $0 } }
        var write: @Sendable ([UInt8]) -> Void { { line in self.held.withLock { $0.append(line) } } }
    }

    private func logger(_ lines: Lines, level: Logger.Level = .info) -> Logger {
        Logger(
            label: "test",
            factory: { JSONLogHandler(label: $0, level: level, metadataProvider: .trace, write: lines.write) })
    }

    @Test("a record is one line of JSON with a UTC time, its level, logger, message and metadata")
    func record() throws {
        let lines = Lines()
        let before = SystemClock().now()
        logger(lines).warning(
            "pool is full",
            metadata: [
                "size": .stringConvertible(8), "ratio": .stringConvertible(0.5), "names": .array(["a", "b"]),
                "inner": .dictionary(["k": "v"]),
            ])
        let line = try #require(lines.all.first)
        let object = try WireObject(parsing: Array(line.dropLast()))
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(try object.string("level") == "warning")
        #expect(try object.string("logger") == "test")
        #expect(try object.string("message") == "pool is full")
        #expect(try object.integer("size") == 8)
        #expect(try object.double("ratio") == 0.5)
        #expect(try object.strings("names") == ["a", "b"])
        #expect(try object.object("inner").string("k") == "v")
        #expect(try object.string("time").hasSuffix("Z"))
        // A record has whole milliseconds.
        let time = try object.timestamp("time")
        #expect(time > before - .milliseconds(1) && time <= SystemClock().now())
    }

    @Test(
        "what somebody sent can neither start a new record nor hide in one",
        arguments: [
            "a\n{\"level\":\"error\"}", "a\r\nb", "\u{1B}[31mred", "\u{85}\u{2028}\u{2029}", "a\u{202E}b",
            "\u{0}\u{7F}", "\"},{\"", "\\", "tab\t桥\u{200B}",
        ])
    func injection(text: String) throws {
        let lines = Lines()
        logger(lines).info("constant", metadata: ["sent": .string(text), .init(stringLiteral: text): "key"])
        #expect(lines.all.count == 1)
        let line = try #require(lines.all.first)
        let shown = String(decoding: line.dropLast(), as: UTF8.self)
        #expect(
            shown.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0).contains($0.value)
            })
        #expect(!shown.contains("\u{2028}"))
        #expect(!shown.contains("\u{2029}"))
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
        if !text.contains("\u{0}") {
            #expect(try WireObject(parsing: Array(line.dropLast())).string("sent") == text)
        }
    }

    @Test("metadata can't take the place of the record's own members")
    func reserved() throws {
        let lines = Lines()
        logger(lines).info("true", metadata: ["message": "false", "level": "error", "time": "now"])
        let object = try WireObject(parsing: Array(try #require(lines.all.first).dropLast()))
        #expect(try object.string("message") == "true")
        #expect(try object.string("level") == "info")
    }

    @Test("a record that is less serious than the level is not written")
    func level() {
        let lines = Lines()
        logger(lines, level: .warning).info("no")
        logger(lines, level: .warning).error("yes")
        #expect(lines.all.count == 1)
    }

    @Test("a record inside a trace carries it, and one outside does not")
    func trace() async throws {
        let lines = Lines()
        let logger = logger(lines)
        let header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let carried = await withTrace(from: header) {
            logger.info("inside")
            return ServiceContext.currentTraceParent
        }
        logger.info("outside")
        let inside = try WireObject(parsing: Array(lines.all[0].dropLast()))
        #expect(try inside.string(LogKeys.traceID) == "0af7651916cd43dd8448eb211c80319c")
        #expect(try inside.string(LogKeys.spanID) == carried?.spanID)
        #expect(carried?.spanID != "b7ad6b7169203331")
        #expect(carried?.isSampled == true)
        #expect(try WireObject(parsing: Array(lines.all[1].dropLast())).optionalString(LogKeys.traceID) == nil)
    }

    @Test("a traceparent is read back as it was written, and one of a later version is understood")
    func traceParents() throws {
        let parent = TraceParent.start(random: SystemRandomSource())
        #expect(TraceParent(parent.description) == parent)
        #expect(parent.child(random: SystemRandomSource()).traceID == parent.traceID)
        #expect(TraceParent("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")?.isSampled == true)
    }
}
