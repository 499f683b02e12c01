import FoundationEssentials
import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// Needs the Python of `deploy/ci/venv`, which has what `deploy/ci/requirements.txt` names.
    static var withPython: Self {
        .enabled(
            if: Environment.value("MINQING_TEST_PYTHON") != nil,
            "MINQING_TEST_PYTHON names no Python with the packages of deploy/ci/requirements.txt")
    }

    /// Needs the file of residents' messages, which is no part of the repository.
    static var withMessages: Self {
        .enabled(if: Messages.file != nil, "\(Messages.usual) is absent, and MINQING_TEST_MESSAGES names no other")
    }
}

/// Real messages, one JSON object a line with `subject` and `body`.
enum Messages {
    /// Beside the checkout.
    static let usual = "../shared/data/messages.jsonl"

    /// Where they are; nil where they are not.
    static var file: String? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = Environment.value("MINQING_TEST_MESSAGES") ?? root.appending(path: usual).path
        return FileManager.default.isReadableFile(atPath: path) ? path : nil
    }
}
