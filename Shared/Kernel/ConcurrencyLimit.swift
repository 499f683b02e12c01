/// Lets a number of bodies run at once; the others wait their turn, in order of arrival.
public actor ConcurrencyLimit {
    private var free: Int
    private var waiting: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastID: UInt64 = 0

    /// Makes a limit.
    ///
    /// - Parameter count: how many bodies run at once.
    ///
    /// Range of `count`: 1 and up.
    public init(_ count: Int) {
        precondition(count > 0, "a limit of nothing lets nobody through")
        free = count
    }

    /// Runs the body as soon as fewer than the limit are running.
    ///
    /// Throws: `CancellationError` if the task ends while it waits.
    public nonisolated func withPermit<Result>(_ body: () async throws -> Result) async throws -> Result {
        guard await take() else { throw CancellationError() }
        do {
            let result = try await body()
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        lastID += 1
        let id = lastID
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    waiting.append((id, continuation))
                }
            }
        } onCancel: {
            Task { await self.leave(id) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().continuation.resume(returning: true)
        }
    }

    private func leave(_ id: UInt64) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(returning: false)
    }
}
