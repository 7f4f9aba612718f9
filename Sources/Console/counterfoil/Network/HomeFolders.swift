import Glibc

/// Environment variables of the process.
enum ProcessEnvironment {
    /// The value of a variable; nil if it is unset or empty.
    static subscript(name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

/// Folders of the user who runs the program.
///
/// Source: XDG Base Directory Specification 0.8.
enum HomeFolders {
    /// Returns the folder for the user's configuration.
    static func configuration() throws -> String {
        try folder(variable: "XDG_CONFIG_HOME", below: ".config", option: "--profiles")
    }

    /// Returns the folder for the program's own data.
    static func state() throws -> String {
        try folder(variable: "XDG_STATE_HOME", below: ".local/state", option: "--state")
    }

    /// Returns the current working directory.
    static func current() throws -> String {
        guard let path = getcwd(nil, 0) else {
            throw CommandFailure(
                "The folder in which this was started cannot be named: "
                    + "\(String(cString: strerror(errno))). Go to another one.",
                .noInput
            )
        }
        defer { free(path) }
        return String(cString: path)
    }

    /// Resolves a path from a file, which may begin with `~/` or be relative to `folder`.
    static func resolve(_ path: String, from folder: String) -> String {
        if isFromRoot(path) { return path }
        if path.utf8.starts(with: "~/".utf8), let home = ProcessEnvironment["HOME"] {
            return home + path.dropFirst(1)
        }
        return "\(folder)/\(path)"
    }

    /// Compares bytes, because in Swift a combining mark turns a slash into another character.
    private static func isFromRoot(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/")
    }

    private static func folder(variable: String, below: String, option: String) throws -> String {
        // By the specification, a path that is not absolute is ignored.
        if let base = ProcessEnvironment[variable], isFromRoot(base) {
            return base + "/counterfoil"
        }
        guard let home = ProcessEnvironment["HOME"], isFromRoot(home) else {
            throw CommandFailure(
                "Your home folder is not known here. Name a place with \(option).",
                .configuration
            )
        }
        return "\(home)/\(below)/counterfoil"
    }
}
