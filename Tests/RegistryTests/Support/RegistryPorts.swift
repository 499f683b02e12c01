import City
import Messaging
import RegistryApplication
import RegistryTestKit
import Testing

/// Registry on either of its stores: what holds for one has to hold for the other.
struct RegistryPorts: Sendable {
    let areas: any AreaStore
    let organisations: any OrganisationStore
    let members: any MemberStore
    /// The types of what others hear of it, in order.
    let published: @Sendable () async throws -> [String]

    /// Where areas, organisations and members are kept.
    enum Backend: CaseIterable, CustomTestStringConvertible {
        case tables, memory

        var testDescription: String { self == .tables ? "PostgreSQL" : "memory" }
    }

    /// Lends a registry with the small city of ``ImportTests``, without members.
    static func with(
        _ backend: Backend, _ body: @escaping @Sendable (RegistryPorts) async throws -> Void
    ) async throws {
        switch backend {
        case .tables:
            try await RegistryHarness.with { harness in
                try await loaded(
                    RegistryPorts(
                        areas: harness.areas, organisations: harness.organisations, members: harness.members,
                        published: { try await harness.published() }), body)
            }
        case .memory:
            let store = InMemoryRegistryStore()
            try await loaded(
                RegistryPorts(
                    areas: store, organisations: store, members: store, published: { store.published.map(\.type) }),
                body)
        }
    }

    private static func loaded(
        _ ports: RegistryPorts, _ body: @Sendable (RegistryPorts) async throws -> Void
    ) async throws {
        _ = try await ImportAreas(store: ports.areas)(
            Array(ImportTests.areas.utf8), scope: CSVFileTests.city, now: MemberTests.now)
        _ = try await ImportOrganisations(store: ports.organisations)(
            Array(ImportTests.organisations.utf8), scope: CSVFileTests.city, now: MemberTests.now)
        try await body(ports)
    }

    /// Imports a membership list.
    @discardableResult
    func importMembers(
        _ text: String = ImportTests.members, scope: AccessScope = CSVFileTests.city
    ) async throws -> ImportReport {
        try await ImportMembers(store: members, sealer: PlainSealer())(
            Array(text.utf8), scope: scope, now: MemberTests.now)
    }
}
