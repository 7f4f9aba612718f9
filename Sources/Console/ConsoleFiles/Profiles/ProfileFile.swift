import DurableFolders
import Glibc

/// Access to the bytes of the file of profiles.
enum ProfileFile {
    /// The file could not be read or written.
    struct Failure: Error {
        /// The reason in the system's words or in ours.
        let reason: String
    }

    private static let mode: mode_t = 0o600

    /// Returns the first bytes of a file; none if it does not exist.
    static func bytes(atPath path: String, limit: Int) throws(Failure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if file < 0, errno == ENOENT { return [] }
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure() }
        // A pipe that nobody writes to would be a file without profiles.
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: "it is no file") }
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let got = bytes.withUnsafeMutableBytes { buffer in
                read(file, buffer.baseAddress?.advanced(by: count), limit - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw failure() }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }

    /// Replaces a file of mode 0600 atomically: a reader sees the old bytes or the new ones.
    ///
    /// Folders above it that are not there are made with mode 0700.
    static func replace(atPath path: String, with bytes: [UInt8]) throws(Failure) {
        guard DurableFolder.makeAll(DurableFolder.folder(of: path)) else { throw failure() }
        // Of several that write at a time each has a file of its own. mkstemp(3) would leave it open in
        // every program that is started meanwhile.
        let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let file = open(temporary, flags, mode)
        guard file >= 0 else { throw failure() }
        do throws(Failure) {
            defer { close(file) }
            try write(bytes, to: file)
            guard rename(temporary, path) == 0 else { throw failure() }
        } catch {
            unlink(temporary)
            throw error
        }
        guard DurableFolder.synchronise(around: path) else { throw failure() }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            start += count
        }
        guard fsync(file) == 0 else { throw failure() }
    }

    private static func failure() -> Failure {
        Failure(reason: String(cString: strerror(errno)))
    }
}
