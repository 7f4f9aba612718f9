import FoundationEssentials
import Glibc
import LocalFiles

/// The folder for all files of a run, which is removed at its end.
final class WorkFolder: Sendable {
    /// Path of the folder.
    let path: String

    /// Creates the folder below TMPDIR or /tmp.
    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        do throws(FileError) {
            path = try LocalFolder.makeTemporary("\(base)/counterfoil-bench-")
        } catch {
            throw BenchFailure("No folder can be made in \(base): \(error.reason).")
        }
    }

    /// Path of the folder for books that take minutes to build, below XDG_CACHE_HOME or ~/.cache.
    static var keptPath: String {
        let cache = getenv("XDG_CACHE_HOME").map { String(cString: $0) }
        let home = getenv("HOME").map { String(cString: $0) } ?? "/tmp"
        return (cache ?? "\(home)/.cache") + "/counterfoil-bench"
    }

    /// Makes an empty folder in it, replacing an earlier one.
    func makeFolder(_ name: String) throws -> String {
        let folder = "\(path)/\(name)"
        // Fails if it does not exist, which is fine.
        try? FileManager.default.removeItem(atPath: folder)
        try LocalFolder.make(folder)
        return folder
    }

    /// Writes a file in the folder and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try LocalFile.replace(file, draft: "\(file).new") { draft throws(FileError) in
            try draft.write(Array(text.utf8).span)
        }
        return file
    }

    /// Removes the folder with its contents.
    func remove() {
        // Leftovers stay in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// The reason why a measurement failed.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
