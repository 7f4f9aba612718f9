import Cryptography
import Glibc

/// Files and folders that nobody but the bank's own user may read.
enum PrivateFile {
    /// The mode of a file: its owner reads and writes it.
    static let mode: mode_t = 0o600
    /// The mode of a folder.
    static let folderMode: mode_t = 0o700
    /// The mode of a file that others may read: a certificate.
    static let publicMode: mode_t = 0o644

    private static let copyChunkByteCount = 16 << 20

    /// Whether anything is at a path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a folder; one that is there stays.
    static func makeFolder(_ path: String) throws(DaemonError) {
        guard mkdir(path, folderMode) == 0 || errno == EEXIST else {
            throw failure("\(path) cannot be made", .cannotCreate)
        }
    }

    /// Writes a file so that a crash leaves the old one or the new one, never a part.
    static func write(
        _ bytes: [UInt8],
        to path: String,
        mode: mode_t = mode
    ) throws(DaemonError) {
        try write(to: path, mode: mode) { descriptor in
            bytes.withUnsafeBytes { put($0, into: descriptor) }
        }
    }

    /// Writes a secret as ``write(_:to:mode:)`` does, with no copy in other memory.
    static func write(_ secret: SharedSecret, to path: String) throws(DaemonError) {
        let copy = secret.duplicate()
        try write(to: path, mode: mode) { descriptor in
            copy.withBytes { span in span.withUnsafeBytes { put($0, into: descriptor) } }
        }
    }

    /// The bytes of a regular file.
    ///
    /// - Throws: `noInput` when it cannot be read, `badData` when it has more bytes.
    static func read(_ path: String, byteLimit: Int) throws(DaemonError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path, byteLimit: byteLimit) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// The bytes of a regular file, in locked memory.
    static func readSecret(_ path: String, byteLimit: Int) throws(DaemonError) -> SharedSecret {
        let secret = SharedSecret(capacity: byteLimit)
        try read(path, byteLimit: byteLimit) { for byte in $0 { secret.append(byte) } }
        return secret
    }

    /// Copies a file, durably; nothing may be at the target.
    static func copy(_ source: String, to target: String) throws(DaemonError) {
        let from = open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw failure("\(source) cannot be read", .noInput) }
        defer { close(from) }
        let to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard to >= 0 else { throw failure("\(target) cannot be written", .cannotCreate) }
        defer { close(to) }
        while true {
            let count = sendfile(to, from, nil, copyChunkByteCount)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("\(target) cannot be written", .cannotCreate) }
            if count == 0 { break }
        }
        guard fsync(to) == 0 else { throw failure("\(target) cannot be written", .cannotCreate) }
    }

    /// Removes a file, durably; one that is not there is removed already.
    static func remove(_ path: String) throws(DaemonError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw failure("\(path) cannot be removed", .cannotCreate)
        }
        try synchronise(folder: folder(of: path))
    }

    /// Makes what was made, renamed or removed in a folder durable.
    static func synchronise(folder: String) throws(DaemonError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("\(folder) cannot be opened", .cannotCreate) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw failure("\(folder) cannot be written", .cannotCreate)
        }
    }

    /// The folder that a path is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// An error with the system's words for what just failed.
    static func failure(_ what: String, _ status: DaemonError.Status) -> DaemonError {
        DaemonError("\(what): \(String(cString: strerror(errno))).", status)
    }

    private static func write(
        to path: String,
        mode: mode_t,
        _ body: (Int32) -> Bool
    ) throws(DaemonError) {
        let draft = path + ".new"
        // What a process that died left there is nobody's.
        unlink(draft)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(draft, flags, mode)
        guard descriptor >= 0 else { throw failure("\(path) cannot be written", .cannotCreate) }
        let isWritten = fchmod(descriptor, mode) == 0 && body(descriptor) && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten, rename(draft, path) == 0 else {
            if !isWritten { errno = reason }
            let failed = failure("\(path) cannot be written", .cannotCreate)
            unlink(draft)
            throw failed
        }
        try synchronise(folder: folder(of: path))
    }

    private static func put(_ bytes: UnsafeRawBufferPointer, into descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, part.baseAddress, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func read(
        _ path: String,
        byteLimit: Int,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(DaemonError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("\(path) cannot be read", .noInput) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DaemonError("\(path) is no file.", .noInput)
        }
        guard Int(status.st_size) <= byteLimit else {
            throw DaemonError("\(path) has more than \(byteLimit) bytes.", .badData)
        }
        // Wiped at the end, since it may carry a key.
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
        defer {
            if let start = chunk.baseAddress { explicit_bzero(start, chunk.count) }
            chunk.deallocate()
        }
        var total = 0
        while total < byteLimit {
            let count = Glibc.read(
                descriptor,
                chunk.baseAddress,
                min(chunk.count, byteLimit - total)
            )
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("\(path) cannot be read", .noInput) }
            if count == 0 { return }
            body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            total += count
        }
    }
}
