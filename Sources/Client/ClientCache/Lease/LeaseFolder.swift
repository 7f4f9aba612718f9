import CoreVocabulary
import Cryptography
import Glibc

/// The files that open a user's record without the bank, one for each user.
///
/// Files are named by a keyed hash of the user's name: a listing of the folder tells no names, and
/// to try a guess takes the key that lies beside them. What a file says is sealed by whoever writes
/// it.
struct LeaseFolder: Sendable {
    private static let folderName = "leases"
    private static let keyName = "key"
    private static let suffix = ".lease"
    private static let keyByteCount = 32
    /// The most bytes of a file that are read; a lease has some hundreds.
    private static let byteLimit = 65_536

    private let path: String
    private let key: [UInt8]

    /// Opens the folder, and makes it when it is not there.
    init(in root: String) throws(ClientCacheError) {
        path = "\(root)/\(Self.folderName)"
        try FileSystem.makePrivateFolder(path)
        let keyPath = "\(path)/\(Self.keyName)"
        if let found = try FileSystem.contents(of: keyPath, limit: Self.keyByteCount),
            found.count == Self.keyByteCount
        {
            key = found
            return
        }
        let random = SharedSecret(randomByteCount: Self.keyByteCount)
        // It keeps names from a glance, not from a guess; it is no secret that opens anything.
        let made = random.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        try FileSystem.replace(keyPath, with: made)
        // Two consoles may have made one at a time: the last one counts for both.
        key = try FileSystem.contents(of: keyPath, limit: Self.keyByteCount) ?? made
    }

    func read(ofUser name: String) throws(ClientCacheError) -> [UInt8]? {
        try FileSystem.contents(of: filePath(name), limit: Self.byteLimit)
    }

    /// The bytes of all files that can be read, whosever they are.
    func all() throws(ClientCacheError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        for name in try FileSystem.names(in: path) where name.hasSuffix(Self.suffix) {
            // One that cannot be read opens nothing, and hides no other.
            if let bytes = try? FileSystem.contents(of: "\(path)/\(name)", limit: Self.byteLimit) {
                files.append(bytes)
            }
        }
        return files
    }

    func write(_ bytes: [UInt8], ofUser name: String) throws(ClientCacheError) {
        invariant(bytes.count <= Self.byteLimit, "a lease fits what is read of one")
        try FileSystem.replace(filePath(name), with: bytes)
    }

    func destroy(ofUser name: String) throws(ClientCacheError) {
        try FileSystem.destroy(filePath(name))
    }

    /// Destroys the files whose bytes meet a condition, and what a crash left beside them.
    ///
    /// - Throws: Why one could not be read or destroyed; all others were tried by then.
    func destroyAll(where isOver: ([UInt8]) -> Bool) throws(ClientCacheError) {
        let names = try FileSystem.names(in: path).filter { $0 != Self.keyName }
        try FileSystem.tryEach(names) { name throws(ClientCacheError) in
            let file = "\(path)/\(name)"
            guard name.hasSuffix(Self.suffix) else { return try FileSystem.destroyIfStale(file) }
            let bytes = try FileSystem.contents(of: file, limit: Self.byteLimit)
            if let bytes, isOver(bytes) { try FileSystem.destroy(file) }
        }
    }

    private func filePath(_ userName: String) -> String {
        let code = HMAC.code(for: Array(userName.utf8), key: key)
        return "\(path)/\(Hex.encode(code))\(Self.suffix)"
    }
}
