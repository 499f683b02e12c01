import City
import ContextAssembly

/// The process `intake`.
@main
enum Main {
    static func main() async {
        await ContextAssembly.run(.intake) { process, assembly in try IntakeWiring.rooms(process, assembly) }
    }
}
