import Glibc

/// Where the files that come with the program are: `themes` and `fixtures`.
enum ResourceFolders {
    /// Where a package installs them.
    static let installed = "/usr/share/counterfoil"
    /// How many folders above the executable are looked at; `.build/<triple>/release` is three deep.
    static let levelLimit = 6

    /// The first folder of that name beside or above the executable, or the installed one.
    static func find(_ name: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        var parts = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: "/")
        for _ in 0..<levelLimit where !parts.isEmpty {
            parts.removeLast()
            let candidate = "/" + (parts + [Substring(name)]).joined(separator: "/")
            if isFolder(candidate) { return candidate }
        }
        let candidate = "\(installed)/\(name)"
        return isFolder(candidate) ? candidate : nil
    }

    /// Whether there is a folder at a path.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
