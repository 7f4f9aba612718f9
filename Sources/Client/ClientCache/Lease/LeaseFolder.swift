import CoreVocabulary
import Cryptography
import Glibc

/// The leases that open users' records without the bank, one file per user.
///
/// Files are named by a keyed hash of the user's name: a listing of the folder shows no names, and
/// testing a guess needs the key beside the files. The caller seals the contents.
struct LeaseFolder: Sendable {
    private static let folderName = "leases"
    private static let keyName = "key"
    private static let suffix = ".lease"
    private static let keyByteCount = 32
    /// Maximum number of bytes read from a file; a lease has a few hundred.
    private static let byteLimit = 65_536

    private let path: String
    private let key: [UInt8]

    /// Opens the folder, and creates it if it does not exist.
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
        // The key hides names from a casual look, not from a targeted guess. It is not a secret
        // that decrypts anything.
        let made = random.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        try FileSystem.replace(keyPath, with: made)
        // Two consoles may have created a key at the same time. The last one written counts for
        // both.
        key = try FileSystem.contents(of: keyPath, limit: Self.keyByteCount) ?? made
    }

    func read(ofUser name: String) throws(ClientCacheError) -> [UInt8]? {
        try FileSystem.contents(of: filePath(name), limit: Self.byteLimit)
    }

    /// Returns the contents of all readable files, of all users.
    func all() throws(ClientCacheError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        for name in try FileSystem.names(in: path) where name.hasSuffix(Self.suffix) {
            // An unreadable file opens nothing and must not hide the others.
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

    /// Destroys the files whose bytes meet a condition, and temporary files left by a crash.
    ///
    /// - Throws: The first error of reading or destroying, after all files were tried.
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
