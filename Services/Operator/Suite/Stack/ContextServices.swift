import AsyncHTTPClient
import FoundationEssentials
public import Glibc
import NIOCore
import NIOHTTP1

/// The contexts' services as processes of this machine.
public struct ContextServices: Sendable {
    let installation: Installation
    /// Programs in another folder than this one's; for tests.
    var programFolder: String?

    /// Starts one that does not run; returns whether it was started now.
    @discardableResult
    func start(_ name: String, environment: [String: String]) throws -> Bool {
        guard pid(of: name) == nil else { return false }
        let program = try programFolder.map { "\($0)/\(name)" } ?? installation.program(name)
        let process = try ProcessControl.start(program, environment: environment, log: installation.log(of: name))
        try TextFile.write("\(process)\n", to: installation.pidFile(of: name))
        return true
    }

    /// The process, if it runs.
    public func pid(of name: String) -> pid_t? {
        guard let text = try? TextFile.read(installation.pidFile(of: name)),
            let process = pid_t(text.filter(\.isNumber)), ProcessControl.isAlive(process), isOurs(process, name)
        else { return nil }
        return process
    }

    /// Asks it to end, and waits; what does not end within the time is killed.
    func stop(_ name: String, within seconds: Int = 30) async throws {
        guard let process = pid(of: name) else { return TextFile.remove(installation.pidFile(of: name)) }
        ProcessControl.send(SIGTERM, to: process)
        for _ in 0..<(seconds * 20) where ProcessControl.isAlive(process) {
            try await Task.sleep(for: .milliseconds(50))
        }
        if ProcessControl.isAlive(process) { ProcessControl.send(SIGKILL, to: process) }
        TextFile.remove(installation.pidFile(of: name))
    }

    /// Ends it as a power cut would; returns whether there was anything to end.
    public func kill(_ name: String) -> Bool {
        guard let process = pid(of: name) else { return false }
        ProcessControl.send(SIGKILL, to: process)
        while ProcessControl.isAlive(process) { usleep(1000) }
        return true
    }

    /// Waits until it says that it is ready; a service that ended is an error at once.
    func awaitReady(_ name: String, url: String, within limit: Duration = .seconds(60)) async throws {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            guard pid(of: name) != nil else {
                throw OperatorFault.unavailable("\(name) ended: see \(installation.log(of: name))")
            }
            let response = try? await HTTPClient.shared.execute(
                HTTPClientRequest(url: "\(url)/health/ready"), timeout: .seconds(2))
            if response?.status == .ok { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw OperatorFault.unavailable("\(name) is not ready after \(limit): see \(installation.log(of: name))")
    }

    /// A process id may have been given to another program since.
    ///
    /// A service does not let itself be traced, so only root may see its program's path; the name of the process is what
    /// everybody may read. Source: proc(5).
    private func isOurs(_ process: pid_t, _ name: String) -> Bool {
        if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe") {
            return program.hasSuffix("/\(name)") || program.hasSuffix("/\(name) (deleted)")
        }
        return (try? TextFile.read("/proc/\(process)/comm")) == "\(name)\n"
    }
}
