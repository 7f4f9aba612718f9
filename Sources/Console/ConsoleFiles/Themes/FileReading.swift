import Glibc

/// The little that is asked of the file system.
enum FileReading {
    /// Returns true if a path can be read.
    static func exists(_ path: String) -> Bool {
        access(path, R_OK) == 0
    }

    /// The names in a folder, in no order; empty when there is no such folder.
    static func names(inFolder path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }
}
