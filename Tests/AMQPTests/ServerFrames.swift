import NIOCore

@testable import AMQP

/// Frames as a broker would send them, and as a broken one would.
enum ServerFrames {
    static func frame(_ type: UInt8, channel: UInt16, _ payload: [UInt8], end: UInt8 = 0xCE) -> [UInt8] {
        [type] + bytes(channel) + bytes(UInt32(payload.count)) + payload + [end]
    }

    static func method(_ number: MethodNumber, channel: UInt16 = 0, _ fields: [UInt8] = []) -> [UInt8] {
        frame(1, channel: channel, bytes(number.rawValue) + fields)
    }

    static let start = method(
        .connectionStart, [0, 9] + bytes(0 as UInt32) + long("AMQPLAIN PLAIN") + long("en_US"))

    static func tune(channelMax: UInt16 = 2047, frameMax: UInt32 = 131_072, heartbeat: UInt16 = 0) -> [UInt8] {
        method(.connectionTune, bytes(channelMax) + bytes(frameMax) + bytes(heartbeat))
    }

    static let openOk = method(.connectionOpenOk, [0])

    static func channelOpenOk(_ channel: UInt16) -> [UInt8] {
        method(.channelOpenOk, channel: channel, bytes(0 as UInt32))
    }

    static func ack(_ number: UInt64, multiple: Bool = false, channel: UInt16 = 1) -> [UInt8] {
        method(.basicAck, channel: channel, bytes(number) + [multiple ? 1 : 0])
    }

    static func nack(_ number: UInt64, channel: UInt16 = 1) -> [UInt8] {
        method(.basicNack, channel: channel, bytes(number) + [0])
    }

    /// A close of a channel or of the connection, over a method of the client's or over nothing in particular.
    static func close(
        _ number: MethodNumber, channel: UInt16 = 0, code: UInt16, _ text: String, over culprit: MethodNumber? = nil
    ) -> [UInt8] {
        method(number, channel: channel, bytes(code) + short(text) + bytes(culprit?.rawValue ?? 0))
    }

    static func deliver(_ number: UInt64, channel: UInt16 = 1) -> [UInt8] {
        method(.basicDeliver, channel: channel, short("c1") + bytes(number) + [0] + short("") + short("q"))
    }

    /// A content header with the given flags and what follows them.
    static func header(bodySize: UInt64, channel: UInt16 = 1, flags: UInt16 = 0, _ rest: [UInt8] = []) -> [UInt8] {
        frame(2, channel: channel, bytes(60 as UInt16) + [0, 0] + bytes(bodySize) + bytes(flags) + rest)
    }

    static func body(_ body: [UInt8], channel: UInt16 = 1) -> [UInt8] {
        frame(3, channel: channel, body)
    }

    static func short(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    static func long(_ text: String) -> [UInt8] { bytes(UInt32(text.utf8.count)) + Array(text.utf8) }

    static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
