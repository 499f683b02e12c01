import ServiceRuntime

/// The process `dispatch`.
@main
enum Main {
    static func main() async {
        await ServiceProcess.run(name: "dispatch") { process in try await DispatchWiring(process).parts() }
    }
}
