import City
import ContextAssembly

/// The process `dispatch`.
@main
enum Main {
    static func main() async {
        await ContextAssembly.run(.dispatch) { process, assembly in try DispatchWiring.rooms(process, assembly) }
    }
}
