public import Reliability
public import ServiceRuntime

extension RoleFault: StartFailure {
    /// The configuration names the wrong role.
    public var exitCode: ExitCode { .configuration }
}
