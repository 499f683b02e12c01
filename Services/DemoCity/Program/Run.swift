import ArgumentParser

/// Runs a city's day.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start everything, load a demo city and run a day of requests through it; the stack stays up.")
    @OptionGroup var load: LoadOptions

    func run() async throws {
        try await load.run(startsStack: true)
    }
}
