/// What is chosen once in the life of an installation: the data that lies there hangs on it.
///
/// It stands in `.minqing/installation`, and holds for as long as the database does.
public struct FixedChoices: Sendable {
    private static let partitionsName = "MINQING_PARTITIONS"
    private static let citySeedName = "MINQING_CITY_SEED"

    /// Partitions where nobody says otherwise: enough for a demo on two cores.
    static let usualPartitions = 4

    private let path: String
    private var file: EnvironmentFile

    /// What has been chosen so far.
    public init(_ installation: Installation) {
        path = installation.choicesFile
        file = EnvironmentFile(parsing: (try? TextFile.read(path)) ?? "")
    }

    /// Forgets everything: the database is new.
    mutating func forget() {
        file = EnvironmentFile()
        TextFile.remove(path)
    }

    /// The partitions of the topology.
    ///
    /// - Parameter wish: what the caller asks for; nil takes what was chosen.
    /// - Throws: a fault of the configuration where another number was chosen before.
    public func partitions(_ wish: Int?) throws -> Int {
        guard let chosen = file[Self.partitionsName].flatMap({ Int($0) }) else { return wish ?? Self.usualPartitions }
        guard wish == nil || wish == chosen else {
            throw OperatorFault.configuration(
                "this installation has \(chosen) partitions, which is fixed: messages would leave their order with \(wish ?? 0)"
            )
        }
        return chosen
    }

    /// Keeps the number of partitions.
    mutating func keep(partitions: Int) throws { try keep(Self.partitionsName, "\(partitions)") }

    /// The seed of the demo city that the registry knows; the given one where it knows none yet.
    public mutating func citySeed(_ wish: UInt64) throws -> UInt64 {
        if let chosen = file[Self.citySeedName].flatMap({ UInt64($0) }) { return chosen }
        try keep(Self.citySeedName, "\(wish)")
        return wish
    }

    private mutating func keep(_ name: String, _ value: String) throws {
        guard file[name] != value else { return }
        file[name] = value
        try TextFile.write(file.text, to: path)
    }
}
