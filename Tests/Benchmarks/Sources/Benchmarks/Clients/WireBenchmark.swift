import DispatchContract
import Kernel
import Wire

/// The codec on one message of the published language of some 445 bytes.
struct WireBenchmark {
    let runs: Int

    private static let rounds = 50_000

    func figures() throws -> [Figure] {
        let message = Self.sample
        let bytes = message.encoded()
        var decode: [Double] = []
        var encode: [Double] = []
        for run in 0...runs {
            let decoding = try Self.time { try WorkOrderOffered(decoding: bytes).offers.count }
            let encoding = Self.time { message.encoded().count }
            guard run > 0 else { continue }
            decode.append(decoding)
            encode.append(encoding)
        }
        return [
            Figure("decode of \(bytes.count) bytes", unit: "µs", better: .less, target: 1.5, ours: decode),
            Figure("encode of \(bytes.count) bytes", unit: "µs", better: .less, target: 0.7, ours: encode),
        ]
    }

    /// A wave of three offers.
    private static let sample = WorkOrderOffered(
        requestID: identifier(), wave: 1,
        offers: (0..<3).map { _ in OfferedMember(offerID: identifier(), memberID: identifier()) },
        expiresAt: Timestamp(microseconds: 1_795_222_923_000_004))

    private static func identifier<Tag>() -> Identifier<Tag> {
        .v7(at: WallClock.now, random: (.random(in: 0...UInt64.max), .random(in: 0...UInt64.max)))
    }

    /// Microseconds a call.
    private static func time(_ body: () throws -> Int) rethrows -> Double {
        let start = ContinuousClock.now
        var sum = 0
        for _ in 0..<rounds { sum &+= try body() }
        let seconds = (ContinuousClock.now - start).inSeconds
        precondition(sum > 0, "the work was done")
        return seconds / Double(rounds) * 1e6
    }
}
