import ServiceRuntime

/// The process `intake`.
@main
enum Main {
    static func main() async {
        await ServiceProcess.run(name: "intake") { process in try await IntakeWiring(process).parts() }
    }
}
