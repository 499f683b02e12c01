import Kernel
public import Logging

/// Writes each record as one line of JSON: `time`, `level`, `logger`, `message`, then the metadata.
public struct JSONLogHandler: LogHandler {
    /// The least serious level that is written.
    public var logLevel: Logger.Level

    /// What is on each record of this logger.
    public var metadata: Logger.Metadata = [:]

    /// What is on each record because of the task that logs: the trace and the request.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let time: any TimeSource
    private let write: @Sendable ([UInt8]) -> Void

    /// Makes a handler that hands whole lines, with their newline, to a closure.
    public init(
        label: String, level: Logger.Level = .info, metadataProvider: Logger.MetadataProvider? = nil,
        write: @escaping @Sendable ([UInt8]) -> Void = StandardError.write
    ) {
        self.label = label
        self.logLevel = level
        self.metadataProvider = metadataProvider
        self.time = SystemClock()
        self.write = write
    }

    /// Reads and sets what is on each record of this logger.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one record.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let more = event.metadata { all.merge(more) { _, new in new } }
        if let error = event.error { all[LogKeys.error] = .string(String(describing: type(of: error))) }

        var line: [UInt8] = []
        line.reserveCapacity(256)
        line.append(contentsOf: "{\"time\":\"".utf8)
        line.append(contentsOf: time.now().iso8601.utf8)
        line.append(contentsOf: "\",\"level\":\"".utf8)
        line.append(contentsOf: event.level.rawValue.utf8)
        line.append(contentsOf: "\",\"logger\":".utf8)
        JSONText.append(label, to: &line)
        line.append(contentsOf: ",\"message\":".utf8)
        JSONText.append(event.message.description, to: &line)
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where !Self.reserved.contains(key) {
            line.append(UInt8(ascii: ","))
            JSONText.append(key, to: &line)
            line.append(UInt8(ascii: ":"))
            Self.append(value, to: &line)
        }
        line.append(contentsOf: "}\n".utf8)
        write(line)
    }

    private static let reserved: Set<String> = ["time", "level", "logger", "message", "hb.request.id"]

    private static func append(_ value: Logger.MetadataValue, to line: inout [UInt8]) {
        switch value {
        case .string(let text): JSONText.append(text, to: &line)
        case .stringConvertible(let number as any BinaryInteger): line.append(contentsOf: "\(number)".utf8)
        case .stringConvertible(let number as Double) where number.isFinite: line.append(contentsOf: "\(number)".utf8)
        case .stringConvertible(let value): JSONText.append(value.description, to: &line)
        case .dictionary(let members):
            line.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                JSONText.append(member.key, to: &line)
                line.append(UInt8(ascii: ":"))
                append(member.value, to: &line)
            }
            line.append(UInt8(ascii: "}"))
        case .array(let elements):
            line.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                append(element, to: &line)
            }
            line.append(UInt8(ascii: "]"))
        }
    }
}
