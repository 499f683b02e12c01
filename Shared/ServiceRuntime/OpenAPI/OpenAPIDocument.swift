import HTTPTypes
import Synchronization
import Wire

/// What the OpenAPI document says of the service as a whole.
public struct ServiceDescription: Sendable, Hashable {
    /// The short name, as in `intake`.
    public let name: String
    /// The title for people.
    public let title: String
    /// The version of the interface.
    public let version: String
    /// What the service is for, in a sentence or two.
    public let summary: String

    /// Describes a service.
    public init(name: String, title: String, version: String, summary: String) {
        self.name = name
        self.title = title
        self.version = version
        self.summary = summary
    }
}

/// Holds the document once it is made: it describes the route that serves it.
final class OpenAPIBytes: Sendable {
    private let held = Mutex<[UInt8]>([])

    var bytes: [UInt8] { held.withLock { $0 } }

    func hold(_ bytes: [UInt8]) { held.withLock { $0 = bytes } }
}

/// Writes the OpenAPI 3.1 document of a service from its routes.
enum OpenAPIDocument {
    /// Prints schemas, those with a name by reference.
    static let printer = SchemaPrinter(components: "#/components/schemas/")

    static func write(_ description: ServiceDescription, _ routes: [Route]) -> [UInt8] {
        var writer = JSONWriter(reserving: 16_384)
        writer.object { w in
            w.field("openapi", "3.1.0")
            w.object("info") { w in
                w.field("title", description.title)
                w.field("version", description.version)
                w.field("description", description.summary)
                w.object("license") { w in
                    w.field("name", "Apache-2.0")
                    w.field("identifier", "Apache-2.0")
                }
            }
            w.object("paths") { w in
                for (path, routes) in grouped(routes) {
                    w.object(path) { w in
                        for route in routes {
                            w.object(route.endpoint.method.rawValue.lowercased()) {
                                OpenAPIOperation.write(route, to: &$0)
                            }
                        }
                    }
                }
            }
            w.object("components") { components(routes, to: &$0) }
        }
        return writer.bytes
    }

    private static func grouped(_ routes: [Route]) -> [(path: String, routes: [Route])] {
        var order: [String] = []
        var byPath: [String: [Route]] = [:]
        for route in routes {
            if byPath[route.template.text] == nil { order.append(route.template.text) }
            byPath[route.template.text, default: []].append(route)
        }
        return order.map { ($0, byPath[$0] ?? []) }
    }

    private static func components(_ routes: [Route], to w: inout ObjectWriter) {
        var schemas: [String: Schema] = ["Problem": Problem.schema]
        for route in routes {
            var all = route.endpoint.responses.compactMap(\.schema)
            if case .json(let schema, _) = route.endpoint.body { all.append(schema) }
            for (name, schema) in all.flatMap(\.named) { schemas[name] = schema }
        }
        w.object("schemas") { w in
            for (name, schema) in schemas.sorted(by: { $0.key < $1.key }) {
                w.object(name) { printer.writeInFull(schema, to: &$0) }
            }
        }
        w.object("securitySchemes") { w in
            w.object("bearer") { w in
                w.field("type", "http")
                w.field("scheme", "bearer")
                w.field("bearerFormat", "JWT")
            }
        }
    }
}
