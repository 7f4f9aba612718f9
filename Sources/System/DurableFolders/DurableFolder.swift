import Glibc

/// Folders that are as they were after a power cut.
///
/// A file that was written to the disk is lost all the same while the name that it has in its folder
/// is not written; so is a folder in the folder above it. Where something fails, `errno` has the reason.
public enum DurableFolder {
    private static let mode: mode_t = 0o700

    /// Makes a folder for its owner alone, and makes its name durable; one that is there stays.
    ///
    /// - Returns: False when it cannot be made, or its name not be written.
    public static func make(_ path: String) -> Bool {
        make(path, writing: { fsync($0) })
    }

    /// Makes a folder; the one above it is written by a call such as fsync(2).
    static func make(_ path: String, writing write: (Int32) -> Int32) -> Bool {
        guard mkdir(path, mode) == 0 else { return errno == EEXIST }
        return synchronise(around: path, writing: write)
    }

    /// Makes a folder and those above it that are not there, as ``make(_:)`` does.
    public static func makeAll(_ path: String) -> Bool {
        var status = stat()
        if stat(path, &status) == 0 { return true }
        return makeAll(folder(of: path)) && make(path)
    }

    /// Makes durable what was made, renamed or removed in the folder that a path is in.
    ///
    /// - Returns: False when the folder cannot be opened or written.
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

    /// The folder that a path is in; a slash at the end of the path does not count.
    public static func folder(of path: String) -> String {
        // By scalars, as the system has it: to Swift a mark makes another character of a slash.
        var path = path[...]
        while path.unicodeScalars.dropFirst().last == "/" { path.unicodeScalars.removeLast() }
        guard let slash = path.unicodeScalars.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
