import Cryptography
import LocalFiles

/// The size and the SHA-256 of a file, read in bounded memory.
struct FileDigest: Hashable {
    let byteCount: Int64
    let digest: Digest256
}

extension FileDigest {
    /// Reads a file and computes its digest.
    ///
    /// - Throws: `noInput` when it cannot be read or is no file, `notPermitted` when this user may not.
    init(_ path: String) throws(DaemonError) {
        let file = try PrivateFile.openFile(path)
        var hasher = SHA256()
        var total: Int64 = 0
        try PrivateFile.reading(
            path,
            try file.read { bytes in
                hasher.update(bytes.bindMemory(to: UInt8.self).span)
                total += Int64(bytes.count)
            }
        )
        byteCount = total
        digest = hasher.finalize()
    }
}
