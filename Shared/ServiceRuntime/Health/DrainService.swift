import ServiceLifecycle

/// Turns readiness off as soon as the process is asked to end.
struct DrainService: Service {
    let readiness: Readiness

    func run() async throws {
        await withGracefulShutdownHandler {
            do { try await gracefulShutdown() } catch { return }
        } onGracefulShutdown: {
            readiness.drain()
        }
        readiness.drain()
    }
}
