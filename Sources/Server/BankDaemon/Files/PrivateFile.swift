import Cryptography
import Glibc
import LocalFiles

/// Files and folders that nobody but the bank's own user may read.
enum PrivateFile {
    /// Mode of a file that only its owner reads and writes.
    static let mode = OpenFile.privateMode
    /// Mode of a folder that only its owner uses.
    static let folderMode: UInt32 = 0o700
    /// Mode of a file that others may read: a certificate.
    static let publicMode: UInt32 = 0o644

    /// Suffix of the name of a file while it is written.
    static let draftSuffix = ".new"

    /// Returns true if anything is at a path, also a link that leads nowhere.
    static func exists(_ path: String) -> Bool { FileStatus(at: path) != nil }

    /// Locks a folder; returns nil if another process has the lock.
    static func lock(folder path: String) throws(DaemonError) -> FileLock? {
        try describing("\(path) cannot be locked", try FileLock(folder: path))
    }

    /// Calls a body that one process may run at a time, with the lock of a folder.
    static func whileLocked<Value>(
        folder path: String,
        _ body: () throws(DaemonError) -> Value
    ) throws(DaemonError) -> Value {
        let folder = try describing("\(path) cannot be locked", try OpenFile(folder: path))
        try describing("\(path) cannot be locked", try folder.lock())
        defer { folder.unlock() }
        return try body()
    }

    /// Returns true if two paths are one name in one folder.
    static func isSamePlace(_ left: String, _ right: String) -> Bool {
        name(of: left) == name(of: right)
            && isSameFolder(LocalFolder.folder(of: left), LocalFolder.folder(of: right))
    }

    /// Returns the last part of a path as bytes, as the system compares names.
    ///
    /// A Swift `Character` may join a combining mark with the letter before it, so that a name would
    /// not begin like a file's any more.
    static func name(of path: String) -> [UInt8] {
        path.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
    }

    /// Returns true if two paths lead to one folder.
    static func isSameFolder(_ left: String, _ right: String) -> Bool {
        guard let left = FileStatus(following: left) else { return false }
        return left.identity == FileStatus(following: right)?.identity
    }

    /// Returns true if a folder is another one, or lies in it at any depth, with links resolved.
    static func isFolder(_ path: String, within outer: String) -> Bool {
        guard let inner = realPath(path), let outer = realPath(outer) else { return false }
        return inner == outer || inner.utf8.starts(with: "\(outer)/".utf8)
    }

    private static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// Renames a file to a name at which nothing is.
    static func rename(_ path: String, to target: String) throws(DaemonError) {
        guard !exists(target) else {
            throw DaemonError("\(target) is there already; choose another name.", .cannotCreate)
        }
        try writing(target, try LocalFile.rename(path, to: target))
    }

    /// Renames a file to the name of another, which it replaces, durably.
    static func replace(_ target: String, by path: String) throws(DaemonError) {
        try writing(target, try LocalFile.rename(path, to: target))
        try synchronise(around: target)
    }

    /// Creates a folder durably; keeps an existing one.
    static func makeFolder(_ path: String) throws(DaemonError) {
        try describing("\(path) cannot be made", try LocalFolder.make(path))
    }

    /// Writes a file atomically: a crash leaves the old one or the new one.
    static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = mode) throws(DaemonError) {
        try replace(path, mode) { file throws(FileError) in try file.write(bytes.span) }
    }

    /// Writes a secret as ``write(_:to:mode:)`` does, with no copy in unprotected memory.
    static func write(_ secret: SharedSecret, to path: String) throws(DaemonError) {
        // The copy is locked while it is written, and not the secret.
        let copy = secret.duplicate()
        try replace(path, mode) { file throws(FileError) in
            try copy.withBytes { bytes throws(FileError) in try file.write(bytes) }
        }
    }

    private static func replace(
        _ path: String,
        _ mode: UInt32,
        _ body: (borrowing OpenFile) throws(FileError) -> Void
    ) throws(DaemonError) {
        let draft = path + draftSuffix
        try writing(path, try LocalFile.replace(path, draft: draft, mode: mode, body))
    }

    /// Appends to a file durably, and creates it if there is none.
    ///
    /// The file, which nobody may replace, is locked from the reading to the writing, so that of two
    /// processes neither loses the bytes that the other appended.
    ///
    /// - Throws: `cannotCreate` if it cannot be written, and is unchanged; errors of the reading and
    ///   of the body.
    static func append(
        to path: String,
        byteLimit: Int,
        _ body: ([UInt8]) throws(DaemonError) -> [UInt8]
    ) throws(DaemonError) {
        let file = try writing(path, try OpenFile(appendingTo: path))
        try describing("\(path) cannot be locked", try file.lock())
        defer { file.unlock() }
        let known = try read(path, byteLimit: byteLimit)
        let added = try body(known)
        do throws(DaemonError) {
            try writing(path, try file.write(added.span))
            try writing(path, try file.synchronise())
        } catch {
            // Half a line would be taken for damage. If this fails too, the error stands.
            try? file.truncate(to: Int64(known.count))
            throw error
        }
        try synchronise(around: path)
    }

    /// Writes a small file as ``write(_:to:mode:)`` does, unless it has the bytes already.
    static func update(_ path: String, to bytes: [UInt8]) throws(DaemonError) {
        if let known = FileStatus(at: path), known.byteCount == bytes.count,
            try read(path, byteLimit: bytes.count) == bytes
        {
            return
        }
        try write(bytes, to: path)
    }

    /// Opens a regular file for reading; no link is followed.
    ///
    /// - Throws: `noInput` if it cannot be read or is no file, `notPermitted` if this user may not.
    static func openFile(_ path: String) throws(DaemonError) -> OpenFile {
        try reading(path, try OpenFile(reading: path))
    }

    /// Returns the bytes of a regular file.
    ///
    /// The owner and mode are those of the open file, so that nobody puts another one there in between.
    ///
    /// - Throws: `noInput` if it cannot be read, `notPermitted` if this user may not, `badData` if it
    ///   is longer, `configuration` if others may do too much with it.
    static func read(
        _ path: String,
        byteLimit: Int,
        as kind: PrivacyFault.Kind? = nil
    ) throws(DaemonError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path, byteLimit: byteLimit, as: kind) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Returns the bytes of a file in locked memory; throws as ``read(_:byteLimit:as:)`` does.
    static func readSecret(_ path: String, byteLimit: Int) throws(DaemonError) -> SharedSecret {
        let secret = SharedSecret(capacity: byteLimit)
        try read(path, byteLimit: byteLimit) { for byte in $0 { secret.append(byte) } }
        return secret
    }

    private static func read(
        _ path: String,
        byteLimit: Int,
        as kind: PrivacyFault.Kind? = nil,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(DaemonError) {
        let file = try openFile(path)
        let status = try reading(path, try file.status())
        if let kind, let fault = PrivacyFault(path, kind, status, user: geteuid()) {
            throw DaemonError(fault.description, .configuration)
        }
        guard status.byteCount <= byteLimit else {
            throw DaemonError("\(path) has more than \(byteLimit) bytes.", .badData)
        }
        try reading(path, try file.read(upTo: byteLimit, body))
    }

    /// Copies a file durably to a path at which nothing is.
    static func copy(_ source: String, to target: String) throws(DaemonError) {
        let from = try openFile(source)
        let copy = try writing(target, try OpenFile(creating: target))
        try writing(target, try from.copyRest(to: copy))
        try writing(target, try copy.synchronise())
        try synchronise(around: target)
    }

    /// Removes a file durably if it exists.
    static func remove(_ path: String) throws(DaemonError) {
        try describing("\(path) cannot be removed", try LocalFile.remove(path))
        try synchronise(around: path)
    }

    /// Makes durable what was created, renamed or removed in the folder of a path.
    static func synchronise(around path: String) throws(DaemonError) {
        let folder = LocalFolder.folder(of: path)
        try writing(folder, try LocalFolder.synchronise(around: path))
    }

    /// Returns an error with the system's reason for the call that failed last.
    static func failure(_ subject: String, _ status: DaemonError.Status) -> DaemonError {
        DaemonError("\(subject): \(String(cString: strerror(errno))).", status)
    }

    /// Returns the error of a failed reading: `notPermitted` if this user may not, else `noInput`.
    static func readFailure(_ path: String, _ error: FileError) -> DaemonError {
        switch error {
        case .notRegular: DaemonError("\(path) is no file.", .noInput)
        // The system's words for a link that is not followed speak of many levels.
        case .system(ELOOP): DaemonError(PathWay.linkSentence(path), .noInput)
        case .system(EACCES), .system(EPERM):
            DaemonError("\(path) cannot be read: \(error.reason).", .notPermitted)
        default: DaemonError("\(path) cannot be read: \(error.reason).", .noInput)
        }
    }

    /// Evaluates an expression whose errors become those of a file that cannot be read.
    static func reading<Value: ~Copyable>(
        _ path: String,
        _ body: @autoclosure () throws(FileError) -> Value
    ) throws(DaemonError) -> Value {
        do throws(FileError) { return try body() } catch { throw readFailure(path, error) }
    }

    private static func writing<Value: ~Copyable>(
        _ path: String,
        _ body: @autoclosure () throws(FileError) -> Value
    ) throws(DaemonError) -> Value {
        try describing("\(path) cannot be written", try body())
    }

    private static func describing<Value: ~Copyable>(
        _ subject: String,
        _ body: @autoclosure () throws(FileError) -> Value
    ) throws(DaemonError) -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw DaemonError("\(subject): \(error.reason).", .cannotCreate)
        }
    }
}
