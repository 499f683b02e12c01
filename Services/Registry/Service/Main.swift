import City
import ContextAssembly

/// The process `registry`.
@main
enum Main {
    static func main() async {
        await ContextAssembly.run(.registry) { process, assembly in try RegistryWiring.rooms(process, assembly) }
    }
}
