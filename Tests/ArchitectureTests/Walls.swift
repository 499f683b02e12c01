import City

/// The walls between rooms, as functions from files to breaches, so that each can be shown a breach.
enum Walls {
    static let contexts = CityContext.names.map { $0.prefix(1).uppercased() + $0.dropFirst() }

    /// Folders of programs beside the contexts: the command line and the demo city.
    static let programs = ["Services/Operator/", "Services/DemoCity/"]

    /// What a room of a context may import; a name that starts with `~` stands for the context's own room.
    ///
    /// `Synchronization`, `Glibc` and `Musl` come with the toolchain.
    static let rooms: [String: Set<String>] = [
        "Domain": ["City", "Kernel", "CSVFiles", "PersonalData", "WorkingTime"],
        "Application": [
            "~Domain", "UseCases", "City", "Messaging", "Wire", "Kernel", "CSVFiles", "PersonalData", "WorkingTime",
            "Logging", "Metrics", "Tracing", "Synchronization",
        ],
        "Storage": [
            "~Application", "~Domain", "UseCases", "City", "FieldEncryption", "Postgres", "Reliability", "Messaging",
            "Wire", "Kernel", "PersonalData", "WorkingTime", "Synchronization",
        ],
        "Inbound": [
            "~Application", "~Domain", "UseCases", "City", "Messaging", "Wire", "Kernel", "PersonalData", "WorkingTime",
            "ServiceRuntime", "Hummingbird", "HTTPTypes", "Logging",
        ],
        "Service": [
            "~Domain", "~Application", "~Storage", "~Inbound", "UseCases", "City", "ContextAssembly", "AMQP",
            "Postgres", "Reliability", "ServiceRuntime", "Messaging", "Kernel", "PersonalData", "FieldEncryption",
            "Configuration", "ServiceLifecycle", "Logging", "Synchronization", "Glibc", "Musl",
        ],
    ]

    /// What the lower shared rooms may import: nothing from outside of the project.
    static let sharedRooms: [String: Set<String>] = [
        "Kernel": [],
        "CSVFiles": [],
        "PersonalData": ["Kernel"],
        "WorkingTime": ["City", "Kernel", "CSVFiles"],
        "Wire": ["Kernel"],
        "Contracts": ["City", "Wire", "Kernel"],
        "Messaging": ["Wire", "Kernel"],
        "City": ["Messaging", "Kernel"],
        "UseCases": ["City", "Messaging", "Kernel"],
    ]

    /// The context and the room that a path lies in; nil outside of the contexts.
    static func room(of path: String) -> (context: String, room: String)? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 3, parts[0] == "Services", contexts.contains(parts[1]) else { return nil }
        return (parts[1], parts[2])
    }

    /// Imports that a room's list does not hold.
    ///
    /// Contracts may be imported by Application and Inbound.
    static func strangers(_ files: [Imports.File]) -> [String] {
        files.flatMap { file -> [String] in
            guard let (context, room) = room(of: file.path), let allowed = rooms[room] else { return [] }
            var own = Set(allowed.map { $0.hasPrefix("~") ? context + $0.dropFirst() : $0 })
            if ["Application", "Inbound"].contains(room) { own.formUnion(contexts.map { "\($0)Contract" }) }
            return breaches(file, file.modules.subtracting(own))
        }
    }

    /// Imports that a lower shared room's list does not hold.
    static func sharedStrangers(_ files: [Imports.File]) -> [String] {
        files.flatMap { file -> [String] in
            let parts = file.path.split(separator: "/").map(String.init)
            guard parts.count > 2, parts[0] == "Shared", let allowed = sharedRooms[parts[1]] else { return [] }
            return breaches(file, file.modules.subtracting(allowed))
        }
    }

    /// Files of the services that lie in no room, and so behind no wall.
    static func homeless(_ files: [Imports.File]) -> [String] {
        files.map(\.path).filter { path in
            guard path.hasPrefix("Services/"), !programs.contains(where: path.hasPrefix) else { return false }
            return room(of: path).map { rooms[$0.room] == nil } ?? true
        }
    }

    /// A context that imports another context's room.
    static func trespassers(_ files: [Imports.File]) -> [String] {
        files.flatMap { file -> [String] in
            guard let (context, _) = room(of: file.path) else { return [] }
            return breaches(file, file.modules.filter { isRoom($0) && !$0.hasPrefix(context) })
        }
    }

    /// The programs beside the contexts act from outside: only the suite's library knows rooms, for their migrations.
    static func insiders(_ files: [Imports.File]) -> [String] {
        files.filter { file in programs.contains(where: file.path.hasPrefix) }.flatMap { file in
            let mayKnow = file.path.hasPrefix("Services/Operator/Suite/")
            return breaches(file, file.modules.filter { isRoom($0) && !(mayKnow && $0.hasSuffix("Storage")) })
        }
    }

    /// Only the two clients may touch a C library.
    static func pointers(_ files: [Imports.File]) -> [String] {
        let owners = ["CLibPQ": "Shared/Postgres/", "CLibRabbitMQ": "Shared/AMQP/"]
        return files.flatMap { file in
            breaches(file, file.modules.filter { owners[$0].map { !file.path.hasPrefix($0) } ?? false })
        }
    }

    /// Full Foundation, which carries ICU with it.
    static func foundations(_ files: [Imports.File]) -> [String] {
        files.flatMap { breaches($0, $0.modules.intersection(["Foundation", "FoundationInternationalization"])) }
    }

    /// A shared room never knows a context; it may know what contexts publish.
    static func sharedBelowServices(_ files: [Imports.File]) -> [String] {
        files.filter { $0.path.hasPrefix("Shared/") }.flatMap { breaches($0, $0.modules.filter(isRoom)) }
    }

    /// A room that could serve another product knows neither the city nor what its contexts say.
    static func locals(_ files: [Imports.File]) -> [String] {
        files.filter { file in BusinessWords.rooms.contains { file.path.hasPrefix("Shared/\($0)/") } }.flatMap { file in
            breaches(file, file.modules.filter { $0 == "City" || $0.hasSuffix("Contract") })
        }
    }

    /// SQL is written in Storage, in Reliability and in the programs; Service and ContextAssembly make the pool.
    static func strayQueries(_ files: [Imports.File]) -> [String] {
        let homes =
            ["Shared/Postgres/", "Shared/Reliability/", "Shared/ContextAssembly/", "Shared/TestSupport/"] + programs
        return files.filter { file in
            !homes.contains(where: file.path.hasPrefix)
                && !["Storage", "Service"].contains(room(of: file.path)?.room)
        }.flatMap { breaches($0, $0.modules.intersection(["Postgres"])) }
    }

    /// Files past the size at which they are split; a state machine may be longer than others, since splitting it opens
    /// its private state.
    static func large(_ files: [Imports.File]) -> [String] {
        files.filter { $0.lines > ($0.path.hasSuffix("State.swift") ? 500 : 300) }.map {
            "\($0.path) has \($0.lines) lines"
        }
    }

    /// Files named after nothing.
    static func drawers(_ files: [Imports.File]) -> [String] {
        files.map(\.path).filter { path in
            let name = path.split(separator: "/").last ?? ""
            return ["Utils", "Helper", "Manager", "+ext"].contains { name.contains($0) }
        }
    }

    /// Whether a module is a context's room, such as `IntakeDomain`, and not its contract.
    private static func isRoom(_ module: String) -> Bool {
        contexts.contains { module.hasPrefix($0) } && !module.hasSuffix("Contract")
    }

    private static func breaches(_ file: Imports.File, _ modules: Set<String>) -> [String] {
        modules.sorted().map { "\(file.path) imports \($0)" }
    }
}
