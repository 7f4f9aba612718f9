import Glibc

/// A folder of one test, removed with everything in it when the last reference goes.
public final class TemporaryFolder: Sendable {
    /// Its path.
    public let path: String

    /// Makes the folder; nil when the system refuses.
    public init?() {
        var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { return nil }
        path = String(cString: made)
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}
