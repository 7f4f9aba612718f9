import Glibc

/// Directory changes that survive a power failure.
///
/// A file that was synchronised is still lost if its entry in its folder is not written to the
/// disk. The same is true of a folder and its parent. On failure, `errno` has the reason.
public enum DurableFolder {
    private static let mode: mode_t = 0o700

    /// Creates a folder for its owner alone and makes its entry durable; keeps an existing one.
    ///
    /// - Returns: False if it cannot be created or its entry cannot be written.
    public static func make(_ path: String) -> Bool {
        make(path, writing: { fsync($0) })
    }

    /// Creates a folder and writes its parent with a function such as fsync(2).
    static func make(_ path: String, writing write: (Int32) -> Int32) -> Bool {
        guard mkdir(path, mode) == 0 else { return errno == EEXIST }
        return synchronise(around: path, writing: write)
    }

    /// Creates a folder and its missing parents, as ``make(_:)`` does.
    public static func makeAll(_ path: String) -> Bool {
        var status = stat()
        if stat(path, &status) == 0 { return true }
        return makeAll(folder(of: path)) && make(path)
    }

    /// Makes durable what was created, renamed or removed in a path's folder.
    ///
    /// - Returns: False if the folder cannot be opened or written.
    public static func synchronise(around path: String) -> Bool {
        synchronise(around: path, writing: { fsync($0) })
    }

    private static func synchronise(
        around path: String,
        writing write: (Int32) -> Int32
    ) -> Bool {
        let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        let isWritten = write(descriptor) == 0
        let reason = errno
        close(descriptor)
        errno = reason
        return isWritten
    }

    /// Returns the folder that contains a path, ignoring a slash at the end of the path.
    public static func folder(of path: String) -> String {
        // Works on Unicode scalars as the system does: a Swift `Character` may join a slash with a
        // combining mark.
        var path = path[...]
        while path.unicodeScalars.dropFirst().last == "/" { path.unicodeScalars.removeLast() }
        guard let slash = path.unicodeScalars.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
