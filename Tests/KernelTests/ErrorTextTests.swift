import Kernel
import Testing

@Suite("What may be logged of an error")
struct ErrorTextTests {
    private static let phone = "13812345678"

    private struct Rejected: Error { let phone: String }

    private struct Described: Error, CustomStringConvertible {
        let phone: String
        var description: String { "no such caller" }
    }

    private enum Fault: Error {
        case unreadable(phone: String)
        case pair(String, Int)
        case missing
    }

    @Test(
        "the type, the case and a description of its own are shown, and no value",
        arguments: [
            (Rejected(phone: phone) as any Error, "Rejected"), (Described(phone: phone), "Described: no such caller"),
            (Fault.unreadable(phone: phone), "Fault.unreadable"), (Fault.pair(phone, 1), "Fault.pair"),
            (Fault.missing, "Fault.missing"),
        ])
    func loggable(error: any Error, ending: String) {
        let text = ErrorText.loggable(error)
        #expect(text.hasSuffix(ending))
        #expect(!text.contains(Self.phone))
    }
}
