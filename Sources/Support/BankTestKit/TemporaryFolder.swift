import Glibc
import LocalFiles

/// A temporary folder of one test, removed with its files when the last reference is released.
package final class TemporaryFolder: Sendable {
    /// Path of the folder.
    package let path: String

    /// Makes the folder, or returns nil if the system refuses.
    package init?() {
        // The caller reports that there is no folder.
        guard let path = try? LocalFolder.makeTemporary("/tmp/counterfoil-test-") else {
            return nil
        }
        self.path = path
    }

    deinit {
        for name in LocalFolder.readableNames(in: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
