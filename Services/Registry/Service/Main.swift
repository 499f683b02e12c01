import ServiceRuntime

/// The process `registry`.
@main
enum Main {
    static func main() async {
        await ServiceProcess.run(name: "registry") { process in try await RegistryWiring(process).parts() }
    }
}
