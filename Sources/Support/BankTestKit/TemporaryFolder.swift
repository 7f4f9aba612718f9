import Glibc

/// A temporary folder of one test, removed with its files when the last reference is released.
public final class TemporaryFolder: Sendable {
    /// Path of the folder.
    public let path: String

    /// Makes the folder, or returns nil if the system refuses.
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
