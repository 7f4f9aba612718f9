import Glibc
import LocalFiles
package import TerminalKit

/// The themes that can be chosen by name.
///
/// A theme is a file `NAME.toml` in one of a few folders; the first folder that has the name wins.
/// Names cannot leave the folders: they are made of `a-z`, `0-9` and `-`.
package struct ThemeLibrary: Sendable {
    /// The folders in the order in which they are searched.
    package let folders: [String]

    /// Makes a library of folders; those that do not exist hold nothing.
    package init(folders: [String]) {
        self.folders = folders
    }

    /// The names that can be chosen, in alphabetical order.
    package var names: [String] {
        let files = folders.flatMap { LocalFolder.readableNames(in: $0) }
        let names = files.filter { $0.hasSuffix(Self.ending) }
            .map { String($0.dropLast(Self.ending.count)) }
            .filter(ThemeSource.isValidName)
        return Set(names).sorted()
    }

    /// Loads a theme by name.
    package func load(_ name: String) throws(ThemeError) -> Theme {
        try ThemeBuilder.build(source(named: name), ancestor: source(named:))
    }

    /// Loads a theme from a file anywhere; those that it inherits from are looked for beside it,
    /// then in the library.
    package func load(file path: String) throws(ThemeError) -> Theme {
        // By scalars, as the system has it: to Swift a mark makes another character of a slash.
        let slash = path.unicodeScalars.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let beside = ThemeLibrary(folders: [folder] + folders)
        let last = path.unicodeScalars.split(separator: "/").last.map { String($0) } ?? path
        let stem = last.hasSuffix(Self.ending) ? String(last.dropLast(Self.ending.count)) : last
        let source = try Self.source(atPath: path, name: stem)
        return try ThemeBuilder.build(source, ancestor: beside.source(named:))
    }

    // MARK: - Files

    private static let ending = ".toml"

    private func source(named name: String) throws(ThemeError) -> ThemeSource {
        guard ThemeSource.isValidName(name) else {
            throw ThemeError(file: "theme", "The name of a theme is 1 to 32 of a-z, 0-9 and '-'.")
        }
        for folder in folders {
            let path = folder + "/" + name + Self.ending
            if access(path, R_OK) == 0 { return try Self.source(atPath: path, name: name) }
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
