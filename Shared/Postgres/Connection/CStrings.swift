import Glibc

/// Calls a closure with a null-terminated array of C strings, which live as long as the call.
func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    var pointers: [UnsafePointer<CChar>?] = unsafe strings.map { unsafe UnsafePointer(strdup($0)) }
    unsafe pointers.append(nil)
    defer {
        for index in unsafe pointers.indices {
            unsafe free(UnsafeMutableRawPointer(mutating: pointers[index]))
        }
    }
    return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body(UnsafePointer($0.baseAddress)) }
}

extension Binds {
    /// Calls a closure with the three arrays that `PQsendQueryPrepared` takes; nothing is copied but pointers.
    func withParameters<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        guard count > 0 else { return body(nil, nil, nil) }
        // An empty value still needs an address, since libpq reads a null pointer as NULL.
        return unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
            unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
                unsafe bytes.withUnsafeBytes { raw in
                    let somewhere = UnsafeRawPointer(numbers.baseAddress)
                    let base = unsafe raw.baseAddress ?? somewhere
                    var start = 0
                    for index in 0..<count {
                        let address = unsafe base.map { unsafe ($0 + start).assumingMemoryBound(to: CChar.self) }
                        unsafe values.initializeElement(at: index, to: nulls[index] ? nil : address)
                        unsafe numbers.initializeElement(at: index, to: Int32(truncatingIfNeeded: ends[index] - start))
                        unsafe numbers.initializeElement(at: count + index, to: 1)
                        start = ends[index]
                    }
                    return unsafe body(
                        UnsafePointer(values.baseAddress), UnsafePointer(numbers.baseAddress),
                        numbers.baseAddress.map { unsafe UnsafePointer($0 + count) })
                }
            }
        }
    }
}
