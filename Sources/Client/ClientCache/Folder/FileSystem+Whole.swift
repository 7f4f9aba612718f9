import DurableFolders
import Glibc

// Reading and writing of small files as a whole.
extension FileSystem {
    /// Age from which a temporary file counts as left by a crash, in seconds.
    private static let staleSeconds = 60
    private static let temporarySuffix = ".new"

    /// Returns the bytes of a file, or nil if there is none.
    ///
    /// - Throws: `folderNotTrusted` for a link or a file of another owner; `folderUnusable` if it
    ///   cannot be read or is longer than the limit.
    static func contents(of path: String, limit: Int) throws(ClientCacheError) -> [UInt8]? {
        var status = stat()
        if lstat(path, &status) != 0, errno == ENOENT { return nil }
        let descriptor = try openPrivateFile(path)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count <= limit {
            let result = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), limit + 1 - count)
            }
            if result < 0, errno == EINTR { continue }
            guard result >= 0 else { throw ClientCacheError(.folderUnusable, systemCode: errno) }
            if result == 0 { return Array(bytes[..<count]) }
            count += result
        }
        throw ClientCacheError(.folderUnusable, systemCode: EFBIG)
    }

    /// Replaces a file atomically and durably.
    ///
    /// A crash leaves the old bytes or the new ones. After this returns, the new bytes are on the
    /// disk.
    static func replace(_ path: String, with bytes: [UInt8]) throws(ClientCacheError) {
        let temporary = "\(path).\(getpid())\(temporarySuffix)"
        try remove(temporary)
        let descriptor = try openPrivateFile(temporary)
        do {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
        }
        guard rename(temporary, path) == 0 else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
        try synchroniseFolder(of: path)
    }

    /// Overwrites a file's bytes and removes it; does nothing if there is none.
    ///
    /// On a disk that relocates writes the old bytes may survive for a while, so their contents
    /// must be sealed all the same.
    static func destroy(_ path: String) throws(ClientCacheError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else { return try remove(path) }
        let descriptor = try openPrivateFile(path)
        do {
            defer { close(descriptor) }
            try write([UInt8](repeating: 0, count: Int(status.st_size)), to: descriptor)
        }
        try remove(path)
        try synchroniseFolder(of: path)
    }

    /// Returns true if a file is being written, or was left incomplete by a crash.
    static func isTemporary(_ path: String) -> Bool { path.hasSuffix(temporarySuffix) }

    /// Removes a file left incomplete by a crash, unless a process may still be writing it.
    static func destroyIfStale(_ path: String) throws(ClientCacheError) {
        var status = stat()
        guard isTemporary(path), lstat(path, &status) == 0,
            time(nil) - status.st_mtim.tv_sec > staleSeconds
        else { return }
        try destroy(path)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(ClientCacheError) {
        var count = 0
        while count < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: count),
                    bytes.count - count
                )
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { throw ClientCacheError(.folderUnusable, systemCode: errno) }
            count += result
        }
        guard fsync(descriptor) == 0 else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
    }

    /// Makes durable what was created, renamed or removed in the folder of a path.
    static func synchroniseFolder(of path: String) throws(ClientCacheError) {
        guard DurableFolder.synchronise(around: path) else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
    }
}
