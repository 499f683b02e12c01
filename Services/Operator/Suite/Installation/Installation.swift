import FoundationEssentials

/// Where everything of a checkout lies.
public struct Installation: Sendable {
    /// The checkout's root: the folder with `Package.swift` and `deploy/`.
    public let root: String

    /// The folder of a running stack's state, never in git: `.minqing` of the checkout, or `MINQING_STATE`.
    public let state: String
    public var cityFolder: String { "\(root)/deploy/city" }
    public var environmentFile: String { "\(state)/env" }
    var choicesFile: String { "\(state)/installation" }
    var serversScript: String { "\(root)/deploy/embedded/servers" }
    public var signingKey: String { "\(state)/keys/signing.pem" }
    public var keySet: String { "\(state)/keys/jwks.json" }
    public var keysFolder: String { "\(state)/keys" }
    public var revocations: String { "\(state)/keys/revoked" }
    public var issuedTokens: String { "\(state)/keys/issued" }
    public var fieldKeys: String { "\(state)/keys/field-keys" }
    public var demoReport: String { "\(state)/demo-report.json" }

    func secret(_ name: String) -> String { "\(state)/keys/\(name).password" }
    /// Every file that nobody but the owner may read.
    public func secretFiles(of users: [String]) -> [String] {
        [signingKey, fieldKeys, environmentFile, issuedTokens] + users.map { secret($0) }
    }

    func log(of service: String) -> String { "\(state)/logs/\(service).log" }
    func pidFile(of service: String) -> String { "\(state)/run/\(service).pid" }

    /// The service's program, beside this one.
    func program(_ name: String) throws -> String {
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            throw OperatorFault.unavailable("/proc/self/exe cannot be read")
        }
        let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let path = "\(folder)/\(name)"
        guard TextFile.exists(path) else {
            throw OperatorFault.unavailable("\(path) is not built: swift build --product \(name)")
        }
        return path
    }

    /// Looks for the root from here upwards, or takes it from `MINQING_HOME`.
    public static func find() throws -> Installation {
        let environment = ProcessInfo.processInfo.environment
        func installation(_ root: String) -> Installation {
            Installation(root: root, state: environment["MINQING_STATE"] ?? "\(root)/.minqing")
        }
        if let home = environment["MINQING_HOME"] {
            guard TextFile.exists("\(home)/deploy/embedded/servers") else {
                throw OperatorFault.configuration(
                    "MINQING_HOME: \(home) is no folder of minqing, deploy/embedded/servers is missing in it")
            }
            return installation(home)
        }
        var parts = FileManager.default.currentDirectoryPath.split(separator: "/")
        while true {
            let path = "/" + parts.joined(separator: "/")
            if TextFile.exists("\(path)/deploy/embedded/servers") { return installation(path) }
            guard parts.popLast() != nil else {
                throw OperatorFault.configuration("not in a checkout of minqing; go to one or set MINQING_HOME")
            }
        }
    }
}
