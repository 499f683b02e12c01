import City

/// Words of this product's business in the source of rooms that could serve another one.
enum BusinessWords {
    /// Rooms that take what has a business word as a value.
    static let rooms = ["Kernel", "Wire", "Messaging", "Postgres", "AMQP", "Reliability", "ServiceRuntime"]

    /// Words that mean nothing else; a group of several is meant where they follow one another in a name or a text.
    ///
    /// `member` by itself is a part of a JSON object, `registry` and `dispatch` are not needed for anything technical.
    /// `district` and `city` are levels of an area code, by which events are routed and a service is configured.
    static let words: [[String]] =
        CityContext.names.map { [$0] } + [
            ["workorder"], ["work", "order"], ["service", "request"], ["member", "id"], ["member", "tag"],
            ["membership"], ["organisation"], ["offer", "id"], ["posting"], ["grid"], ["street"], ["community"],
            ["hotline"], ["requester"], ["resident"], ["volunteer"], ["dispatcher"], ["call", "taker"],
            ["call", "centre"], ["shanghai"],
        ]

    /// The same in Chinese.
    static let terms = ["诉求", "工单", "党员", "网格", "街道", "社区", "单位", "要约"]

    /// Names that hold a word and mean something else, and the file that spells out a national standard.
    static let innocent: Set<String> = ["ServiceRequestContext"]
    static let excepted = ["Shared/Kernel/AreaCode.swift"]

    /// What the names and texts of a file's code say of the business.
    static func found(in text: String) -> [String] {
        SwiftTokens.read(text).filter { !innocent.contains($0) }.filter { token in
            let all = words(in: token)
            return terms.contains { token.contains($0) }
                || words.contains { group in
                    all.indices.contains { all[$0...].starts(with: group) { $0 == $1 || $0 == $1 + "s" } }
                }
        }
    }

    /// The files of the rooms, with what they say of the business.
    static func breaches(in paths: [String]) -> [String] {
        paths.filter { path in
            path.hasSuffix(".swift") && !excepted.contains(path)
                && rooms.contains { path.hasPrefix("Shared/\($0)/") }
        }.flatMap { path in
            found(in: CheckoutText.read(path) ?? "").map { "\(path) says \($0)" }
        }
    }

    /// `WorkOrderID`, `work_order.id` and `work order id` are the words `work`, `order` and `id`.
    static func words(in token: String) -> [String] {
        var words: [String] = []
        var word = ""
        var before: Character = " "
        let characters = Array(token)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let begins = character.isUppercase && (!before.isUppercase || next.isLowercase)
            if !character.isLetter || begins, !word.isEmpty {
                words.append(word.lowercased())
                word = ""
            }
            if character.isLetter { word.append(character) }
            before = character
        }
        return word.isEmpty ? words : words + [word.lowercased()]
    }
}

/// The names and texts of a Swift file, without its comments.
enum SwiftTokens {
    /// Reads them: each name is one, and each line of a text.
    static func read(_ text: String) -> [String] {
        var tokens: [String] = []
        var token = ""
        var isInText = false
        var isInBlock = false
        func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        func end() {
            if !token.isEmpty { tokens.append(token) }
            token = ""
        }
        for line in text.split(separator: "\n") {
            let characters = Array(line)
            var index = 0
            func follows(_ mark: String) -> Bool { characters[index...].starts(with: mark) }
            while index < characters.count {
                if isInBlock {
                    if follows("*/") { isInBlock = false }
                } else if follows("\"\"\"") {
                    end()
                    isInText.toggle()
                    index += 2
                } else if isInText {
                    token.append(characters[index])
                } else if follows("//") {
                    break
                } else if follows("/*") {
                    isInBlock = true
                } else if characters[index] == "\"" {
                    end()
                    index += 1
                    while index < characters.count, characters[index] != "\"" {
                        if characters[index] == "\\" { index += 1 }
                        if index < characters.count { token.append(characters[index]) }
                        index += 1
                    }
                    end()
                } else if isPart(characters[index]) {
                    token.append(characters[index])
                } else {
                    end()
                }
                index += 1
            }
            end()
        }
        return tokens
    }
}
