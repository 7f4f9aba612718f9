import Glibc

/// Locations of the files that come with a program: `themes` and `fixtures`.
package enum ResourceFolders {
    /// Folder into which a package installs them.
    static let installed = "/usr/share/counterfoil"
    /// Number of folders above the executable to search; `.build/<triple>/release` is three deep.
    static let levelLimit = 6

    /// Returns the first of the ``candidates(_:)`` that is a folder, or nil if none is.
    package static func find(_ name: String) -> String? {
        candidates(name).first(where: LocalFolder.exists)
    }

    /// Returns the paths in search order at which the running program's folder of a name may be.
    package static func candidates(_ name: String) -> [String] {
        candidates(name, forExecutable: executablePath ?? "")
    }

    /// Returns the candidates for an executable at a path.
    ///
    /// They are beside the executable and in the folders above it, which finds those of a checkout
    /// from its build folder; `share/counterfoil` beside the folder of programs; and the installed
    /// folder.
    static func candidates(_ name: String, forExecutable path: String) -> [String] {
        // Splits by Unicode scalars: a Swift `Character` may join a slash with a combining mark.
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

    /// Path of the running program, with links resolved.
    private static var executablePath: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
