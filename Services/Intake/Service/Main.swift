import ContextAssembly

/// The process `intake`.
@main
enum Main {
    static func main() async {
        await ContextAssembly.run(name: "intake") { process, assembly in try IntakeWiring.rooms(process, assembly) }
    }
}
