/// The identifiers of a Swift source: its words outside of comments and of the text of strings.
enum SwiftIdentifiers {
    static func all(in text: String) -> Set<String> {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.scanCode()
        return scanner.found
    }

    /// The camel-case parts of an identifier, in lower case: `nextPlace` has `next` and `place`, `HTTPLink` has `http`
    /// and `link`.
    static func parts(of identifier: String) -> [String] {
        let characters = Array(identifier)
        var parts: [String] = []
        var part = ""
        for (index, character) in characters.enumerated() {
            let begins =
                character.isUppercase
                && (index == 0 || !characters[index - 1].isUppercase
                    || (index + 1 < characters.count && characters[index + 1].isLowercase))
            if begins || character == "_", !part.isEmpty {
                parts.append(part)
                part = ""
            }
            if character != "_" { part += character.lowercased() }
        }
        return part.isEmpty ? parts : parts + [part]
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0
        var found: Set<String> = []

        private func byte(_ offset: Int = 0) -> UInt8? {
            index + offset < bytes.count ? bytes[index + offset] : nil
        }

        private func begins(_ text: [UInt8]) -> Bool { byte() == text.first && bytes[index...].starts(with: text) }

        /// Reads to the end, or to the end of an interpolation that begins here.
        mutating func scanCode(untilClosed isInterpolation: Bool = false) {
            var depth = 0
            while let current = byte() {
                switch current {
                case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skip { $0 != UInt8(ascii: "\n") }
                case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipComment()
                case UInt8(ascii: "\""): scanString(hashes: 0)
                case UInt8(ascii: "#"):
                    let start = index
                    skip { $0 == UInt8(ascii: "#") }
                    if byte() == UInt8(ascii: "\"") { scanString(hashes: index - start) }
                case UInt8(ascii: "("):
                    depth += 1
                    index += 1
                case UInt8(ascii: ")"):
                    depth -= 1
                    index += 1
                    if isInterpolation, depth == 0 { return }
                case let letter where Self.isWord(letter): scanWord()
                default: index += 1
                }
            }
        }

        private mutating func skip(while condition: (UInt8) -> Bool) {
            while let current = byte(), condition(current) { index += 1 }
        }

        /// Comments of this form lie in each other.
        private mutating func skipComment() {
            var depth = 0
            repeat {
                if begins(Array("/*".utf8)) {
                    depth += 1
                    index += 2
                } else if begins(Array("*/".utf8)) {
                    depth -= 1
                    index += 2
                } else {
                    index += 1
                }
            } while depth > 0 && index < bytes.count
        }

        private mutating func scanWord() {
            let start = index
            skip(while: Self.isWord)
            guard !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start]) else { return }
            found.insert(String(decoding: bytes[start..<index], as: UTF8.self))
        }

        /// Passes over a string; what is interpolated in it is code.
        private mutating func scanString(hashes: Int) {
            let quote = [UInt8](repeating: UInt8(ascii: "\""), count: begins(Array("\"\"\"".utf8)) ? 3 : 1)
            let marks = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
            let (end, escape) = (quote + marks, Array("\\".utf8) + marks)
            index += quote.count
            while index < bytes.count, !begins(end) {
                guard begins(escape) else {
                    index += 1
                    continue
                }
                index += escape.count
                if byte() == UInt8(ascii: "(") { scanCode(untilClosed: true) } else { index += 1 }
            }
            index += end.count
        }

        private static func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: byte >= 0x80
            }
        }
    }
}
