import Cryptography
import Glibc

/// The size and the SHA-256 of a file, read in bounded memory.
struct FileDigest: Hashable {
    private static let chunkByteCount = 1 << 20

    let byteCount: Int64
    let digest: Digest256

    /// Reads a file and computes its digest.
    ///
    /// - Throws: `noInput` when it cannot be read or is no file, `notPermitted` when this user may not.
    init(_ path: String) throws(DaemonError) {
        let (descriptor, _) = try PrivateFile.openFile(path)
        defer { close(descriptor) }
        var hasher = SHA256()
        var chunk = [UInt8](repeating: 0, count: Self.chunkByteCount)
        var total: Int64 = 0
        var count = 0
        repeat {
            count = read(descriptor, &chunk, chunk.count)
            if count > 0 {
                hasher.update(chunk.span.extracting(first: count))
                total += Int64(count)
            }
        } while count > 0 || count < 0 && errno == EINTR
        guard count == 0 else { throw PrivateFile.readFailure(path) }
        byteCount = total
        digest = hasher.finalize()
    }
}
