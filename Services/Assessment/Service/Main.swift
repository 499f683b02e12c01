import City
import ContextAssembly

/// The process `assessment`.
@main
enum Main {
    static func main() async {
        await ContextAssembly.run(.assessment) { process, assembly in
            try AssessmentWiring.rooms(process, assembly)
        }
    }
}
