/// A PostgreSQL type as the wire names it: by its object identifier.
///
/// Source: `src/include/catalog/pg_type.dat` of PostgreSQL 15; the identifiers of built-in types never change.
public struct PostgresType: Hashable, Sendable, CustomStringConvertible {
    /// The object identifier, as in `pg_type.oid`.
    public let identifier: UInt32

    /// Names a type by its object identifier.
    public init(identifier: UInt32) {
        self.identifier = identifier
    }

    /// Whether the type was created by a user: an enumeration, a domain's base or an extension's type.
    ///
    /// Source: `FirstNormalObjectId` in `src/include/access/transam.h`.
    public var isUserDefined: Bool { identifier >= 16_384 }

    /// The identifier in decimal.
    public var description: String { "oid \(identifier)" }

    /// `boolean`.
    public static let bool = PostgresType(identifier: 16)
    /// `bytea`.
    public static let bytea = PostgresType(identifier: 17)
    /// `"char"`, the one-byte internal type.
    public static let char = PostgresType(identifier: 18)
    /// `name`, the internal type for identifiers.
    public static let name = PostgresType(identifier: 19)
    /// `bigint`.
    public static let int8 = PostgresType(identifier: 20)
    /// `smallint`.
    public static let int2 = PostgresType(identifier: 21)
    /// `integer`.
    public static let int4 = PostgresType(identifier: 23)
    /// `text`.
    public static let text = PostgresType(identifier: 25)
    /// `oid`.
    public static let oid = PostgresType(identifier: 26)
    /// `json`.
    public static let json = PostgresType(identifier: 114)
    /// `real`.
    public static let float4 = PostgresType(identifier: 700)
    /// `double precision`.
    public static let float8 = PostgresType(identifier: 701)
    /// The type of a literal that nothing else determined.
    public static let unknown = PostgresType(identifier: 705)
    /// `character(n)`.
    public static let bpchar = PostgresType(identifier: 1042)
    /// `character varying`.
    public static let varchar = PostgresType(identifier: 1043)
    /// `date`.
    public static let date = PostgresType(identifier: 1082)
    /// `timestamp with time zone`.
    public static let timestamptz = PostgresType(identifier: 1184)
    /// `numeric`.
    public static let numeric = PostgresType(identifier: 1700)
    /// `uuid`.
    public static let uuid = PostgresType(identifier: 2950)
    /// `jsonb`.
    public static let jsonb = PostgresType(identifier: 3802)
    /// `xid8`, a transaction identifier that never wraps.
    public static let xid8 = PostgresType(identifier: 5069)

    /// `boolean[]`.
    public static let boolArray = PostgresType(identifier: 1000)
    /// `bytea[]`.
    public static let byteaArray = PostgresType(identifier: 1001)
    /// `bigint[]`.
    public static let int8Array = PostgresType(identifier: 1016)
    /// `smallint[]`.
    public static let int2Array = PostgresType(identifier: 1005)
    /// `integer[]`.
    public static let int4Array = PostgresType(identifier: 1007)
    /// `text[]`.
    public static let textArray = PostgresType(identifier: 1009)
    /// `real[]`.
    public static let float4Array = PostgresType(identifier: 1021)
    /// `double precision[]`.
    public static let float8Array = PostgresType(identifier: 1022)
    /// `date[]`.
    public static let dateArray = PostgresType(identifier: 1182)
    /// `timestamp with time zone[]`.
    public static let timestamptzArray = PostgresType(identifier: 1185)
    /// `uuid[]`.
    public static let uuidArray = PostgresType(identifier: 2951)
    /// `jsonb[]`.
    public static let jsonbArray = PostgresType(identifier: 3807)
    /// `xid8[]`.
    public static let xid8Array = PostgresType(identifier: 271)
}
