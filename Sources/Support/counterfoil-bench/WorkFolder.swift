import FoundationEssentials
import Glibc

/// The folder for all files of a run, which is removed at its end.
final class WorkFolder: Sendable {
    /// Path of the folder.
    let path: String

    /// Creates the folder below TMPDIR or /tmp.
    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/counterfoil-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw BenchFailure("No folder can be made in \(base).")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
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
        guard mkdir(folder, 0o700) == 0 else { throw BenchFailure("\(folder) cannot be made.") }
        return folder
    }

    /// Writes a file in the folder and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        guard let stream = fopen(file, "w") else {
            throw BenchFailure("\(file) cannot be written.")
        }
        let written = fputs(text, stream)
        guard fclose(stream) == 0, written >= 0 else {
            throw BenchFailure("\(file) cannot be written.")
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
