import Glibc

/// Where the fixtures are that come with the program.
public enum FixtureFolder {
    /// Where a package installs them.
    private static let installed = "/usr/share/counterfoil"
    /// How many folders above the executable are looked at; `.build/<triple>/release` is three
    /// deep.
    private static let levelLimit = 6

    /// The folder of a fixture: a path, or a name beside or above the executable.
    ///
    /// - Throws: `noInput` when there is none.
    public static func find(_ name: String) throws(DaemonError) -> String {
        let candidates = name.contains("/") ? [name] : candidates(name)
        guard let found = candidates.first(where: isFolder) else {
            throw DaemonError(
                "There is no fixture '\(name)'; give a name below `fixtures` or a folder.",
                .noInput
            )
        }
        return found
    }

    private static func candidates(_ name: String) -> [String] {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(
            decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let parts = path.split(separator: "/")
        let folders = (1...levelLimit).prefix(parts.count).map { level in
            "/" + parts.dropLast(level).joined(separator: "/")
        }
        return (folders + [installed]).map { "\($0)/fixtures/\(name)" }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
