import ServiceRuntime

/// The process `assessment`.
@main
enum Main {
    static func main() async {
        await ServiceProcess.run(name: "assessment") { process in try await AssessmentWiring(process).parts() }
    }
}
