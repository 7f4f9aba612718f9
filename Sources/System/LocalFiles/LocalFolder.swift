import Glibc

/// Folders of this machine, and changes in them that survive a power failure.
///
/// A file that was synchronised is still lost if its entry in its folder is not written to the
/// disk. The same is true of a folder and its parent.
package enum LocalFolder {
    private static let mode: mode_t = 0o700

    /// Creates a folder for its owner alone and makes its entry durable; keeps an existing one.
    package static func make(_ path: String) throws(FileError) {
        try make(path, writing: { fsync($0) })
    }

    /// Creates a folder and writes its parent with a function such as fsync(2).
    static func make(_ path: String, writing write: (Int32) -> Int32) throws(FileError) {
        guard mkdir(path, mode) == 0 else {
            guard errno == EEXIST else { throw .latest }
            return
        }
        try synchronise(around: path, writing: write)
    }

    /// Creates a folder whose path begins with a text and has not been used yet.
    package static func makeTemporary(_ start: String) throws(FileError) -> String {
        var template = Array("\(start)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .latest }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Creates a folder and its missing parents, as ``make(_:)`` does.
    package static func makeAll(_ path: String) throws(FileError) {
        guard FileStatus(following: path) == nil else { return }
        try makeAll(folder(of: path))
        try make(path)
    }

    /// Makes durable what was created, renamed or removed in a path's folder.
    package static func synchronise(around path: String) throws(FileError) {
        try synchronise(around: path, writing: { fsync($0) })
    }

    private static func synchronise(
        around path: String,
        writing write: (Int32) -> Int32
    ) throws(FileError) {
        let folder = try OpenFile(folder: folder(of: path))
        guard write(folder.number) == 0 else { throw .latest }
    }

    /// Returns the free bytes on a path's file system for this user; nil if they are not known.
    package static func freeByteCount(of path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (product, overflow) = UInt64(status.f_bavail)
            .multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int64(clamping: product)
    }

    /// Returns true if a path leads to a folder, through links too.
    package static func exists(_ path: String) -> Bool {
        FileStatus(following: path)?.kind == .folder
    }

    /// Returns the names in a folder, sorted.
    package static func names(in path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw .latest }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw .latest }
        return names.sorted()
    }

    /// Returns the names in a folder, sorted; none if it does not exist or cannot be read.
    package static func readableNames(in path: String) -> [String] {
        // Whoever needs the folder reports what is wrong with it.
        (try? names(in: path)) ?? []
    }

    /// Returns the folder that contains a path, ignoring a slash at the end of the path.
    package static func folder(of path: String) -> String {
        let path = PathWay.withoutEndSlash(path)
        guard let slash = path.unicodeScalars.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
