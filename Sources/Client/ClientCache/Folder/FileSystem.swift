import Glibc
import LocalFiles

/// Files that are private to a user, and the errors of this module for them.
///
/// Source: OWASP ASVS 5.0 §14.2.4; open(2).
enum FileSystem {
    /// Age from which a temporary file counts as left by a crash, in seconds.
    private static let staleSeconds = 60
    private static let temporarySuffix = ".new"

    /// Creates a folder of mode 0700 durably, or checks the existing one.
    ///
    /// - Throws: `folderNotTrusted` for a link, a file, or a folder of another owner;
    ///   `folderUnusable` if it cannot be created.
    static func makePrivateFolder(_ path: String) throws(ClientCacheError) {
        try translating(try LocalFolder.make(path))
        let folder = try opening(try OpenFile(folder: path, followsLinks: false))
        try requirePrivate(folder, mode: 0o700, kind: .folder)
    }

    /// Opens a file of mode 0600 for reading and writing, and creates it if it does not exist.
    ///
    /// - Throws: `folderNotTrusted` for a link, anything that is not a regular file, a file with a
    ///   second hard link, or one of another owner.
    static func openPrivateFile(_ path: String) throws(ClientCacheError) -> OpenFile {
        let file = try opening(try OpenFile(updating: path))
        try requirePrivate(file, mode: OpenFile.privateMode, kind: .file)
        return file
    }

    /// Locks a file that ``openPrivateFile(_:)`` opens; returns nil if another process locks it.
    static func lockPrivateFile(_ path: String) throws(ClientCacheError) -> FileLock? {
        let file = try openPrivateFile(path)
        do throws(FileError) {
            return try FileLock(file)
        } catch {
            // A lock that cannot be had counts as another console's.
            return nil
        }
    }

    /// Returns the bytes of the identity of the file at a path.
    static func identityBytes(of path: String) throws(ClientCacheError) -> [UInt8] {
        try translating(try FileStatus(of: path).identity.bytes)
    }

    /// Returns true if there is a folder at a path; a link to a folder does not count.
    static func isFolder(_ path: String) -> Bool { FileStatus(at: path)?.kind == .folder }

    /// Removes a file if it exists.
    static func remove(_ path: String) throws(ClientCacheError) {
        try translating(try LocalFile.remove(path))
    }

    /// Calls the body for each element, continuing after errors.
    ///
    /// - Throws: The first error, after all elements were tried.
    static func tryEach<Element>(
        _ elements: some Sequence<Element>,
        _ body: (Element) throws(ClientCacheError) -> Void
    ) throws(ClientCacheError) {
        var failure: ClientCacheError?
        for element in elements {
            do throws(ClientCacheError) {
                try body(element)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// Renames a file if it exists, replacing an existing file of the new name.
    static func move(_ path: String, to newPath: String) throws(ClientCacheError) {
        do throws(FileError) {
            try LocalFile.rename(path, to: newPath)
        } catch .system(ENOENT) {
            return
        } catch {
            throw ClientCacheError(.folderUnusable, systemCode: error.systemCode)
        }
    }

    /// Returns the names in a folder, sorted.
    static func names(in path: String) throws(ClientCacheError) -> [String] {
        try translating(try LocalFolder.names(in: path))
    }

    /// Returns the bytes of a file, or nil if there is none.
    ///
    /// - Throws: `folderNotTrusted` for a link or a file of another owner; `folderUnusable` if it
    ///   cannot be read or is longer than the limit.
    static func contents(of path: String, limit: Int) throws(ClientCacheError) -> [UInt8]? {
        do throws(FileError) {
            _ = try FileStatus(of: path)
        } catch .system(ENOENT) {
            return nil
        } catch {
            // Opening the file reports what is wrong with the path.
        }
        let file = try openPrivateFile(path)
        let bytes = try translating(try file.bytes(upTo: limit + 1))
        guard bytes.count <= limit else {
            throw ClientCacheError(.folderUnusable, systemCode: EFBIG)
        }
        return bytes
    }

    /// Replaces a file atomically and durably.
    ///
    /// A crash leaves the old bytes or the new ones. After this returns, the new bytes are on the
    /// disk.
    static func replace(_ path: String, with bytes: [UInt8]) throws(ClientCacheError) {
        func write(_ file: borrowing OpenFile) throws(FileError) { try file.write(bytes.span) }
        let draft = "\(path).\(getpid())\(temporarySuffix)"
        try translating(try LocalFile.replace(path, draft: draft, write))
    }

    /// Overwrites a file's bytes and removes it; does nothing if there is none.
    ///
    /// On a disk that relocates writes the old bytes may survive for a while, so their contents
    /// must be sealed all the same.
    static func destroy(_ path: String) throws(ClientCacheError) {
        guard let status = FileStatus(at: path) else { return }
        guard status.kind == .file else { return try remove(path) }
        let file = try openPrivateFile(path)
        let zeros = [UInt8](repeating: 0, count: Int(status.byteCount))
        try translating(try file.write(zeros.span))
        try translating(try file.synchronise())
        try remove(path)
        try translating(try LocalFolder.synchronise(around: path))
    }

    /// Returns true if a file is being written, or was left incomplete by a crash.
    static func isTemporary(_ path: String) -> Bool { path.hasSuffix(temporarySuffix) }

    /// Removes a file left incomplete by a crash, unless a process may still be writing it.
    static func destroyIfStale(_ path: String) throws(ClientCacheError) {
        guard isTemporary(path), let status = FileStatus(at: path),
            time(nil) - status.changedAtSeconds > staleSeconds
        else { return }
        try destroy(path)
    }

    private static func requirePrivate(
        _ file: borrowing OpenFile,
        mode: UInt32,
        kind: FileStatus.Kind
    ) throws(ClientCacheError) {
        let status = try translating(try file.status())
        // A second hard link would give access through another folder.
        guard status.isOwn, status.kind == kind, kind == .folder || status.linkCount == 1 else {
            throw ClientCacheError(.folderNotTrusted)
        }
        if status.mode != mode { try translating(try file.setMode(mode)) }
    }

    private static func translating<Value>(
        _ body: @autoclosure () throws(FileError) -> Value
    ) throws(ClientCacheError) -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw ClientCacheError(.folderUnusable, systemCode: error.systemCode)
        }
    }

    private static func opening(
        _ body: @autoclosure () throws(FileError) -> OpenFile
    ) throws(ClientCacheError) -> OpenFile {
        do throws(FileError) {
            return try body()
        } catch {
            // open(2) reports a link, or something that is not a folder, with these codes.
            let isForeign = [ELOOP, ENOTDIR, EISDIR].contains(error.systemCode)
            throw ClientCacheError(
                isForeign ? .folderNotTrusted : .folderUnusable,
                systemCode: error.systemCode
            )
        }
    }
}
