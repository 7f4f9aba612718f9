import FoundationEssentials
import Glibc

/// The folder in which a run keeps everything; removed at its end.
final class WorkFolder: Sendable {
    /// Where it is.
    let path: String

    /// Makes it below TMPDIR or /tmp.
    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/counterfoil-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw BenchFailure("No folder can be made in \(base).")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The folder for books that take minutes to build: below XDG_CACHE_HOME or ~/.cache.
    static var keptPath: String {
        let cache = getenv("XDG_CACHE_HOME").map { String(cString: $0) }
        let home = getenv("HOME").map { String(cString: $0) } ?? "/tmp"
        return (cache ?? "\(home)/.cache") + "/counterfoil-bench"
    }

    /// Makes a folder in it, empty if it was there before.
    func makeFolder(_ name: String) throws -> String {
        let folder = "\(path)/\(name)"
        // Not there is what is wanted.
        try? FileManager.default.removeItem(atPath: folder)
        guard mkdir(folder, 0o700) == 0 else { throw BenchFailure("\(folder) cannot be made.") }
        return folder
    }

    /// Writes a file in it.
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

    /// Removes it with all that is in it.
    func remove() {
        // What cannot be removed stays in the folder for temporary files.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Why something could not be measured.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
