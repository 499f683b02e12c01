import City
import Messaging
import Testing

/// What no Swift can derive from the list of contexts repeats it, and is held against it here.
@Suite("The list of contexts where a file repeats it")
struct ContextListTests {
    private static func lines(_ path: String) throws -> [Substring] {
        try #require(CheckoutText.read(path), "\(path)").split(separator: "\n")
    }

    /// The words of a line that begins and ends so, blanks aside.
    private static func words(in path: String, between start: String, and end: String) throws -> [String] {
        let line = try #require(
            try lines(path).compactMap { line -> Substring? in
                let text = line.drop { $0 == " " || $0 == "&" }
                guard text.hasPrefix(start), let past = text.firstRange(of: end) else { return nil }
                return text[..<past.lowerBound].dropFirst(start.count)
            }.first, "\(path) has no line \(start)…\(end)")
        return line.split { " ,\"".contains($0) }.map(String.init)
    }

    @Test("every context has its folder, and every folder with a domain is a context's")
    func folders() {
        let folders = CheckoutText.files(under: ["Services"]).map { $0.split(separator: "/") }
            .filter { $0.count > 3 && $0[2] == "Domain" }.map { $0[1].lowercased() }
        #expect(Set(folders) == Set(CityContext.names))
    }

    @Test("the package makes a program of each", arguments: CityContext.allCases)
    func programs(context: CityContext) throws {
        let package = try Self.lines("Package.swift")
        #expect(package.count { $0.contains("product: \"\(context.name)\"") } == 1)
        #expect(package.count { $0.contains(".executable(name: \"\(context.name)\"") } == 1)
    }

    @Test("the image holds their programs and the two others", arguments: ["deploy/Dockerfile", "deploy/ci/bench"])
    func images(path: String) throws {
        let programs = try Self.words(in: path, between: "for program in ", and: ";")
        #expect(Set(programs) == Set(CityContext.names + ["minqing", "demo-city"]))
        #expect(programs.count == Set(programs).count)
    }

    @Test("compose runs each as itself, with its own user of both servers", arguments: CityContext.allCases)
    func compose(context: CityContext) throws {
        let name = context.name
        let lines = try Self.lines("docker-compose.yml").map { String($0.drop { $0 == " " }) }
        for line in [
            "\(name):", "command: [\(name)]", "MINQING_\(name.uppercased())_URL: http://\(name):8080",
            "MINQING_POSTGRES_USER: \(name)", "MINQING_AMQP_USER: \(name)", "\(name): {condition: service_healthy}",
        ] { #expect(lines.count { $0 == line } == 1, "\(line)") }
    }

    @Test("compose runs no other service of the suite")
    func noOther() throws {
        let users = try Self.lines("docker-compose.yml").compactMap { line in
            line.firstRange(of: "MINQING_POSTGRES_USER: ").map { String(line[$0.upperBound...]) }
        }
        #expect(users == CityContext.names)
    }

    @Test(
        "the fault rig has them all",
        arguments: [("Tests/Chaos/rig/tables.py", "CONTEXTS = ("), ("Tests/Chaos/rig/services.py", "NAMES = (")])
    func rig(path: String, start: String) throws {
        #expect(Set(try Self.words(in: path, between: start, and: ")")) == Set(CityContext.names))
    }

    @Test("the fault rig follows every subscription")
    func subscriptions() throws {
        let rows = try Self.lines("Tests/Chaos/rig/tables.py").map { line in
            line.split { " ,\"()".contains($0) }.map(String.init)
        }
        for subscription in CityTopology.subscriptions {
            let source = String(subscription.stream.prefix { $0 != "." })
            let row = [subscription.service, source, "\(subscription.stream)."]
            #expect(rows.contains(row), "\(row)")
        }
    }

    @Test("the handbook's page of messages names every stream and who takes it")
    func page() throws {
        var stream = ""
        var rows: Set<[String]> = []
        for line in try Self.lines("Shared/Handbook/messages.md") where line.hasPrefix("|") {
            let cells = line.split(separator: "|").map { cell in
                cell.split { " `".contains($0) }.joined(separator: " ")
            }
            if let first = cells.first, !first.isEmpty { stream = first }
            if EventStream(rawValue: stream) != nil, cells.count == 4 { rows.insert([stream, cells[2]]) }
        }
        let taken = CityTopology.subscriptions.map { [$0.stream, $0.service] }
        let left = Set(EventStream.allCases.map(\.name)).subtracting(CityTopology.subscriptions.map(\.stream))
        #expect(rows == Set(taken + left.map { [$0, "nobody yet"] }))
    }
}
