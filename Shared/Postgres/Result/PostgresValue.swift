/// One column of one row that is not NULL: its type and its bytes, which belong to the result.
@safe
public struct PostgresValue {
    /// The column's type.
    public let type: PostgresType

    /// The result that owns the bytes; it keeps them alive.
    private let owner: ResultHandle
    private let bytes: UnsafeRawBufferPointer

    init(type: PostgresType, owner: ResultHandle, bytes: UnsafeRawBufferPointer) {
        self.type = type
        self.owner = owner
        unsafe self.bytes = bytes
    }

    /// The number of bytes.
    public var count: Int { unsafe bytes.count }

    /// A copy of the bytes.
    public var copiedBytes: [UInt8] { withExtendedLifetime(owner) { unsafe [UInt8](bytes) } }

    /// The bytes as text.
    ///
    /// Throws: `PostgresError` with code `decoding` if they are not UTF-8, which a UTF-8 database never sends.
    public func string() throws -> String {
        guard let text = withExtendedLifetime(owner, { unsafe String(validating: bytes, as: UTF8.self) }) else {
            throw PostgresError(code: .decoding, message: "text that is not UTF-8")
        }
        return text
    }

    /// The big-endian integer at an offset.
    ///
    /// Throws: `PostgresError` with code `decoding` if the value is too short.
    public func integer<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type = Number.self, at offset: Int = 0
    ) throws -> Number {
        guard offset >= 0, offset <= count - MemoryLayout<Number>.size else {
            throw PostgresError(code: .decoding, message: "a value of \(count) bytes is too short")
        }
        return withExtendedLifetime(owner) {
            unsafe Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
    }

    /// A part of the value, as a value of its own: an array's element.
    ///
    /// Throws: `PostgresError` with code `decoding` if the range lies outside the value.
    func slice(_ range: Range<Int>, as type: PostgresType) throws -> PostgresValue {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw PostgresError(code: .decoding, message: "an array that ends before its last element")
        }
        return unsafe PostgresValue(type: type, owner: owner, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// The error that says that a column has another type than was asked for.
    ///
    /// Throws: that error, unless the column's type is among `accepted`.
    public func expect(_ accepted: PostgresType..., for target: Any.Type) throws {
        guard !accepted.contains(type) else { return }
        throw PostgresError(code: .decoding, message: "a column of type \(type) where \(target) was expected")
    }
}
