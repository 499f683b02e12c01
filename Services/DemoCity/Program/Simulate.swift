import ArgumentParser

/// Runs requests through a stack that is up already.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run requests through the running stack, with simulated callers, members and staff.")
    @OptionGroup var load: LoadOptions

    func validate() throws {
        guard !load.disturb, load.crash.isEmpty else {
            throw ValidationError("--disturb and --crash are for `run`, which starts the services itself")
        }
    }

    func run() async throws {
        try await load.run(startsStack: false)
    }
}
