import FoundationEssentials
import Glibc
import Testing

/// A folder of a test's own, gone when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/counterfoil-scenario-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil, "no temporary folder can be made")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    /// Removes a folder and all that is in it.
    static func remove(_ path: String) {
        // What cannot be removed is litter and no failure of what was tested.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    /// Reads a file.
    func read(_ name: String) throws -> String {
        let bytes = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
