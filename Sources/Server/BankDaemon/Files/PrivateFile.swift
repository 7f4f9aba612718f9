import Cryptography
import DurableFolders
import Glibc
import PrivatePaths

/// Files and folders that nobody but the bank's own user may read.
enum PrivateFile {
    /// The mode of a file: its owner reads and writes it.
    static let mode: mode_t = 0o600
    /// The mode of a folder that its owner alone may use.
    static let folderMode: mode_t = 0o700
    /// The mode of a file that others may read: a certificate.
    static let publicMode: mode_t = 0o644

    /// Suffix of a file's name while it is being written.
    static let draftSuffix = ".new"

    private static let copyChunkByteCount = 16 << 20

    /// True if anything is at a path, even a link that leads nowhere.
    static func exists(_ path: String) -> Bool { status(path) != nil }

    /// Returns the status of the file at a path, and of a link itself; nil for none.
    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    /// Says if there is a folder at a path.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True if another process holds the lock of a folder, as whoever has the bank in it open does.
    static func isHeldFolder(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        flock(descriptor, LOCK_UN)
        return false
    }

    /// Does something that one process may do at a time, with the lock of a folder.
    ///
    /// - Throws: `cannotCreate` when the folder cannot be locked; what the body throws.
    static func whileLocked(
        folder path: String,
        _ body: () throws(DaemonError) -> Void
    ) throws(DaemonError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("\(path) cannot be locked", .cannotCreate) }
        defer {
            flock(descriptor, LOCK_UN)
            close(descriptor)
        }
        try lock(descriptor, of: path)
        try body()
    }

    /// Waits for the lock of an open file or folder.
    ///
    /// It is given up before the descriptor is closed: a child that was forked meanwhile holds a copy.
    private static func lock(_ descriptor: Int32, of path: String) throws(DaemonError) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure("\(path) cannot be locked", .cannotCreate) }
        }
    }

    /// Says if two paths are one name in one folder.
    static func isSamePlace(_ left: String, _ right: String) -> Bool {
        name(of: left) == name(of: right)
            && isSameFolder(DurableFolder.folder(of: left), DurableFolder.folder(of: right))
    }

    /// The last part of a path as bytes, as the system compares names: to Swift a mark changes the letter
    /// before it, and a name would not begin like a file's any more.
    static func name(of path: String) -> [UInt8] {
        path.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
    }

    /// Says if two paths lead to one folder.
    static func isSameFolder(_ left: String, _ right: String) -> Bool {
        var (leftStatus, rightStatus) = (stat(), stat())
        return stat(left, &leftStatus) == 0 && stat(right, &rightStatus) == 0
            && leftStatus.st_dev == rightStatus.st_dev && leftStatus.st_ino == rightStatus.st_ino
    }

    /// Says if a folder is another one, or lies somewhere in it, without links in either.
    static func isFolder(_ path: String, within outer: String) -> Bool {
        guard let inner = realPath(path), let outer = realPath(outer) else { return false }
        return inner == outer || inner.utf8.starts(with: "\(outer)/".utf8)
    }

    private static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// Gives a file another name, under which nothing may be.
    static func rename(_ path: String, to target: String) throws(DaemonError) {
        guard !exists(target) else {
            throw DaemonError("\(target) is there already; choose another name.", .cannotCreate)
        }
        guard Glibc.rename(path, target) == 0 else {
            throw failure("\(target) cannot be written", .cannotCreate)
        }
    }

    /// Puts a file in the place of another, durably; there need be none.
    static func replace(_ target: String, by path: String) throws(DaemonError) {
        guard Glibc.rename(path, target) == 0 else {
            throw failure("\(target) cannot be written", .cannotCreate)
        }
        try synchronise(around: target)
    }

    /// Makes a folder, durably; one that is there stays.
    static func makeFolder(_ path: String) throws(DaemonError) {
        guard DurableFolder.make(path) else {
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

    /// Appends to a file, durably, and makes it when there is none.
    ///
    /// The file is locked from the reading to the writing, so that of two processes neither loses what
    /// the other appended.
    ///
    /// - Parameters:
    ///   - path: The file, which nobody replaces.
    ///   - byteLimit: The most bytes that it may have before.
    ///   - body: Makes what is appended from what is there.
    /// - Throws: `cannotCreate` when it cannot be written, and has what it had; what reading it or the
    ///   body throws.
    static func append(
        to path: String,
        byteLimit: Int,
        _ body: ([UInt8]) throws(DaemonError) -> [UInt8]
    ) throws(DaemonError) {
        // Without waiting for whoever reads a pipe in its place.
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptor = open(path, flags, mode)
        guard descriptor >= 0 else { throw failure("\(path) cannot be written", .cannotCreate) }
        defer {
            flock(descriptor, LOCK_UN)
            close(descriptor)
        }
        try lock(descriptor, of: path)
        let known = try read(path, byteLimit: byteLimit)
        let isWritten = try body(known).withUnsafeBytes { put($0, into: descriptor) }
        guard isWritten, fsync(descriptor) == 0 else {
            let failed = failure("\(path) cannot be written", .cannotCreate)
            // Half a line would be taken for damage.
            ftruncate(descriptor, off_t(known.count))
            throw failed
        }
        try synchronise(around: path)
    }

    /// Writes a small file as ``write(_:to:mode:)`` does, unless it has the bytes already.
    static func update(_ path: String, to bytes: [UInt8]) throws(DaemonError) {
        if let known = status(path), Int(known.st_size) == bytes.count,
            try read(path, byteLimit: bytes.count) == bytes
        {
            return
        }
        try write(bytes, to: path)
    }

    /// Writes a secret as ``write(_:to:mode:)`` does, with no copy in other memory.
    static func write(_ secret: SharedSecret, to path: String) throws(DaemonError) {
        let copy = secret.duplicate()
        try write(to: path, mode: mode) { descriptor in
            copy.withBytes { span in span.withUnsafeBytes { put($0, into: descriptor) } }
        }
    }

    /// Opens a regular file to be read: a pipe in its place would keep its reader for ever, and no link
    /// is followed.
    ///
    /// - Returns: The descriptor, to be closed by the caller, and the size in bytes.
    /// - Throws: `noInput` when it cannot be read or is no file, `notPermitted` when this user may not.
    static func openFile(
        _ path: String
    ) throws(DaemonError) -> (descriptor: Int32, byteCount: Int) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw readFailure(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw DaemonError("\(path) is no file.", .noInput)
        }
        return (descriptor, Int(status.st_size))
    }

    /// The bytes of a regular file.
    ///
    /// - Throws: `noInput` when it cannot be read, `notPermitted` when this user may not, `badData`
    ///   when it has more bytes.
    static func read(_ path: String, byteLimit: Int) throws(DaemonError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path, byteLimit: byteLimit) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// The bytes of a regular file of which owner and mode are looked at where it is open, so that nobody
    /// puts another one there in between.
    ///
    /// - Throws: `configuration` when others may do too much with it; otherwise as
    ///   ``read(_:byteLimit:)``.
    static func read(
        _ path: String,
        byteLimit: Int,
        as kind: PrivacyFault.Kind
    ) throws(DaemonError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path, byteLimit: byteLimit, as: kind) { bytes.append(contentsOf: $0) }
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
        let (from, _) = try openFile(source)
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
        try synchronise(around: target)
    }

    /// Removes a file, durably; one that is not there is removed already.
    static func remove(_ path: String) throws(DaemonError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw failure("\(path) cannot be removed", .cannotCreate)
        }
        try synchronise(around: path)
    }

    /// Makes durable what was made, renamed or removed in the folder that a path is in.
    static func synchronise(around path: String) throws(DaemonError) {
        guard DurableFolder.synchronise(around: path) else {
            let folder = DurableFolder.folder(of: path)
            throw failure("\(folder) cannot be written", .cannotCreate)
        }
    }

    /// An error with the system's words for what just failed.
    static func failure(_ what: String, _ status: DaemonError.Status) -> DaemonError {
        DaemonError("\(what): \(String(cString: strerror(errno))).", status)
    }

    /// The error of a file that could not be read just now: `notPermitted` for one that this user
    /// may not read, and `noInput` for any other.
    static func readFailure(_ path: String) -> DaemonError {
        // None is followed, and the system's words for that speak of many levels.
        guard errno != ELOOP else { return DaemonError(PathWay.linkSentence(path), .noInput) }
        let isRefused = errno == EACCES || errno == EPERM
        return failure("\(path) cannot be read", isRefused ? .notPermitted : .noInput)
    }

    private static func write(
        to path: String,
        mode: mode_t,
        _ body: (Int32) -> Bool
    ) throws(DaemonError) {
        let draft = path + draftSuffix
        // What a process that died left there is nobody's.
        unlink(draft)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(draft, flags, mode)
        guard descriptor >= 0 else { throw failure("\(path) cannot be written", .cannotCreate) }
        let isWritten = fchmod(descriptor, mode) == 0 && body(descriptor) && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten, Glibc.rename(draft, path) == 0 else {
            if !isWritten { errno = reason }
            let failed = failure("\(path) cannot be written", .cannotCreate)
            unlink(draft)
            throw failed
        }
        try synchronise(around: path)
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
        as kind: PrivacyFault.Kind? = nil,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(DaemonError) {
        let (descriptor, byteCount) = try openFile(path)
        defer { close(descriptor) }
        if let kind {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw readFailure(path) }
            if let fault = PrivacyFault(path, kind, status, user: geteuid()) {
                throw DaemonError(fault.description, .configuration)
            }
        }
        guard byteCount <= byteLimit else {
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
            guard count >= 0 else { throw readFailure(path) }
            if count == 0 { return }
            body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            total += count
        }
    }
}
