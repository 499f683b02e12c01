import Wire

/// What holds for every message, as functions, so that each rule can be shown a breach.
enum Rules {
    /// Words that name what is about a person, or what somebody typed.
    ///
    /// Source: Personal Information Protection Law 个人信息保护法, articles 4 and 28; GB/T 35273-2020, annex A.
    static let personalWords: Set<String> = [
        "account", "address", "age", "avatar", "bank", "birth", "birthday", "body", "caller", "card", "comment",
        "contact", "content", "description", "detail", "details", "disability", "door", "email", "ethnicity", "face",
        "fingerprint", "gender", "health", "household", "idcard", "image", "income", "ip", "mail", "message", "mobile",
        "name", "nationality", "note", "notes", "openid", "passport", "password", "phone", "photo", "picture", "plate",
        "recording", "religion", "remark", "remarks", "requester", "resident", "room", "salary", "sex", "signature",
        "surname", "tel", "telephone", "text", "title", "url", "user", "video", "voice", "wechat", "words",
    ]

    /// Whether a type is named `<source>.<aggregate>.<event>`.
    static func isName(_ type: String, of source: String) -> Bool {
        let words = type.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return words.count == 3 && words[0] == source && words.allSatisfy(isWord)
    }

    /// Whether a name is made of lower-case letters and digits, its words joined by single underscores.
    static func isWord(_ name: String) -> Bool {
        name.split(separator: "_", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
        }
    }

    /// Whether a text begins with a capital or a number and ends with a full stop.
    static func isSentence(_ text: String) -> Bool {
        text.first.map { $0.isUppercase || $0.isNumber } == true && text.last == "."
    }

    /// The members of a message whose names could hold personal data.
    static func personal(_ message: any Message.Type) -> [String] {
        personal(message.properties, in: message.type)
    }

    /// The members whose names could hold personal data.
    static func personal(_ fields: [Schema.Property], in path: String) -> [String] {
        Shape.fields(fields, in: path).filter { _, field in
            field.name.split(separator: "_").contains { personalWords.contains(String($0)) }
        }.map(\.path)
    }

    /// The members of a message that are plain text.
    static func texts(_ message: any Message.Type) -> [(path: String, field: String)] {
        texts(message.properties, in: message.type)
    }

    /// The members that are plain text, or lists of it.
    static func texts(_ fields: [Schema.Property], in path: String) -> [(path: String, field: String)] {
        Shape.fields(fields, in: path).filter { _, field in
            var schema = field.schema
            while case .array(let element, _) = schema { schema = element }
            if case .string = schema { return true }
            return false
        }.map { ($0.path, $0.field.name) }
    }
}
