import Glibc
import Testing

/// A folder that goes away with its last user.
final class TemporaryFolder {
    let path: String
    private var files: [String] = []

    init() throws {
        let template = Array("/tmp/counterfoil-themes-XXXXXX".utf8CString)
        path = try #require(
            template.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.flatMap { strdup($0) }.flatMap { copy in
                    defer { free(copy) }
                    return mkdtemp(copy).map { String(cString: $0) }
                }
            }
        )
    }

    /// Writes a file and tells its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        let stream = try #require(fopen(file, "w"))
        #expect(fputs(text, stream) >= 0)
        #expect(fclose(stream) == 0)
        files.append(file)
        return file
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }
}
