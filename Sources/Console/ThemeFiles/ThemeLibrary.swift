public import TerminalKit

/// The themes that can be chosen by name.
///
/// A theme is a file `NAME.toml` in one of a few folders; the first folder that has the name wins.
/// Names cannot leave the folders: they are made of `a-z`, `0-9` and `-`.
public struct ThemeLibrary: Sendable {
    /// Where packages put our themes.
    public static let installedFolder = "/usr/share/counterfoil/themes"

    /// The folders in the order in which they are searched.
    public let folders: [String]

    /// Makes a library of folders; those that do not exist hold nothing.
    public init(folders: [String]) {
        self.folders = folders
    }

    /// The library of the running program.
    ///
    /// - Parameter folder: A folder to search before all others, where a person named one.
    /// - Returns: The library of that folder, the program's own folders and ``installedFolder``.
    public static func standard(folder: String? = nil) -> ThemeLibrary {
        let own = FileReading.executablePath.map(folders(forExecutable:)) ?? []
        return ThemeLibrary(folders: (folder.map { [$0] } ?? []) + own + [installedFolder])
    }

    /// The folders to search for a program at a path: `themes` beside it and in the folders above,
    /// which finds those of a checkout from its build folder, and `share/counterfoil/themes` beside
    /// the folder of programs.
    ///
    /// - Parameter path: The program's own path, without links in it.
    /// - Returns: The folders in the order in which they are searched, whether they exist or not.
    public static func folders(forExecutable path: String) -> [String] {
        var parts = path.split(separator: "/")
        var found: [String] = []
        for level in 0..<5 where !parts.isEmpty {
            parts.removeLast()
            let folder = parts.isEmpty ? "" : "/" + parts.joined(separator: "/")
            found.append(folder + "/themes")
            if level == 1 { found.append(folder + "/share/counterfoil/themes") }
        }
        return found
    }

    /// The names that can be chosen, in alphabetical order.
    public var names: [String] {
        let files = folders.flatMap { FileReading.names(inFolder: $0) }
        let names = files.filter { $0.hasSuffix(Self.ending) }
            .map { String($0.dropLast(Self.ending.count)) }
            .filter(ThemeSource.isValidName)
        return Set(names).sorted()
    }

    /// Loads a theme by name.
    ///
    /// - Throws: What is wrong with the name or with the file, in sentences.
    public func load(_ name: String) throws(ThemeError) -> Theme {
        try ThemeBuilder.build(source(named: name), ancestor: source(named:))
    }

    /// Loads a theme from a file anywhere; those that it inherits from are looked for beside it,
    /// then in the library.
    ///
    /// - Throws: What is wrong with the file, in sentences.
    public func load(file path: String) throws(ThemeError) -> Theme {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let beside = ThemeLibrary(folders: [folder] + folders)
        let last = path.split(separator: "/").last.map(String.init) ?? path
        let stem = last.hasSuffix(Self.ending) ? String(last.dropLast(Self.ending.count)) : last
        let source = try Self.source(atPath: path, name: stem)
        return try ThemeBuilder.build(source, ancestor: beside.source(named:))
    }

    // MARK: - Files

    private static let ending = ".toml"

    private func source(named name: String) throws(ThemeError) -> ThemeSource {
        guard ThemeSource.isValidName(name) else {
            throw ThemeError(
                file: "theme",
                "The name of a theme is 1 to 32 of a-z, 0-9 and '-'."
            )
        }
        for folder in folders {
            let path = folder + "/" + name + Self.ending
            if FileReading.exists(path) { return try Self.source(atPath: path, name: name) }
        }
        let choices = names.isEmpty ? "none" : names.joined(separator: ", ")
        throw ThemeError(file: name, "There is no theme of this name. There are: \(choices).")
    }

    private static func source(
        atPath path: String,
        name: String
    ) throws(ThemeError) -> ThemeSource {
        // A path may hold anything, and ends up in messages.
        let shown = SafeText(untrusted: path, limit: TextLimit(characters: 500)).plain
        return try ThemeReader.source(atPath: path, name: name, file: shown)
    }
}
