import FoundationEssentials
import Glibc
import Testing

/// A folder of one test, removed with everything in it.
final class Place {
    let path: String

    init() throws {
        var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        // What stays behind lies among the temporary files.
        try? FileManager.default.removeItem(atPath: path)
    }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        return lstat("\(path)/\(name)", &status) == 0 ? status.st_mode & 0o7777 : 0
    }
}
