import Glibc

/// The variables that the process was started with.
enum ProcessEnvironment {
    /// The value of a variable; nil when it is not set, or empty.
    static subscript(name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

/// The folders of the person who runs the program.
///
/// Source: XDG Base Directory Specification 0.8.
enum HomeFolders {
    /// What the person chooses.
    static func configuration() throws -> String {
        try folder(variable: "XDG_CONFIG_HOME", below: ".config", option: "--profiles")
    }

    /// What the program keeps.
    static func state() throws -> String {
        try folder(variable: "XDG_STATE_HOME", below: ".local/state", option: "--state")
    }

    /// The folder in which the command was given.
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

    /// A path as a person writes it in a file: with `~/` before it, or from a folder on.
    static func resolve(_ path: String, from folder: String) -> String {
        if isFromRoot(path) { return path }
        if path.utf8.starts(with: "~/".utf8), let home = ProcessEnvironment["HOME"] {
            return home + path.dropFirst(1)
        }
        return "\(folder)/\(path)"
    }

    /// As a byte: to Swift a mark makes another character of a slash.
    private static func isFromRoot(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/")
    }

    private static func folder(variable: String, below: String, option: String) throws -> String {
        // A path that is not absolute is no path, the specification says.
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
