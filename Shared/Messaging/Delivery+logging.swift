import Kernel
import Wire

// A sender chooses these texts, so they stand in a log only where they have the form that ours have.

extension Delivery {
    /// The message's id as it may be logged.
    public var loggableID: String {
        guard let text = properties.messageID else { return "none" }
        return Identifier<MessageTag>(text) == nil ? "malformed" : text
    }

    /// The message's type as it may be logged: lower-case words with dots between them.
    public var loggableType: String {
        guard let text = properties.type else { return "none" }
        let isName =
            text.utf8.count <= 100
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
        return isName ? text : "malformed"
    }
}
