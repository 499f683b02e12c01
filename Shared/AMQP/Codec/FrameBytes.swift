import NIOCore

extension ByteBuffer {
    /// Lends the bytes at the buffer's head to a decoder, which copies what it keeps.
    func lend<Decoded>(
        _ count: Int, to read: (UnsafeRawBufferPointer) throws(AMQPError) -> Decoded
    ) throws(AMQPError) -> Decoded {
        let result: Result<Decoded, AMQPError> = unsafe withUnsafeReadableBytes { bytes in
            do throws(AMQPError) {
                return .success(try unsafe read(UnsafeRawBufferPointer(rebasing: bytes.prefix(count))))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
