import Glibc

/// Where the files are that come with a program: `themes` and `fixtures`.
public enum ResourceFolders {
    /// Where a package installs them.
    static let installed = "/usr/share/counterfoil"
    /// How many folders above the executable are looked at; `.build/<triple>/release` is three deep.
    static let levelLimit = 6

    /// The first place of ``candidates(_:)`` at which there is a folder; nil when there is none.
    public static func find(_ name: String) -> String? {
        candidates(name).first(where: isFolder)
    }

    /// The places at which the running program's folder of a name may be.
    ///
    /// - Parameter name: The name, or a path below the place of such folders.
    /// - Returns: The paths in the order in which they are searched, whether they exist or not.
    public static func candidates(_ name: String) -> [String] {
        candidates(name, forExecutable: executablePath ?? "")
    }

    /// The places for a program at a path: beside it and in the folders above, which finds those of a
    /// checkout from its build folder; `share/counterfoil` beside the folder of programs; and where a
    /// package installs them.
    static func candidates(_ name: String, forExecutable path: String) -> [String] {
        // By scalars: to Swift a mark makes another character of a slash.
        var parts = path.unicodeScalars.split(separator: "/").map { String($0) }
        var found: [String] = []
        for level in 0..<levelLimit where !parts.isEmpty {
            parts.removeLast()
            let folder = parts.map { "/\($0)" }.joined()
            found.append("\(folder)/\(name)")
            if level == 1 { found.append("\(folder)/share/counterfoil/\(name)") }
        }
        return found + ["\(installed)/\(name)"]
    }

    /// True if there is a folder at a path.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The running program's own path, without links in it.
    private static var executablePath: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
