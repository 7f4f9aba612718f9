import FoundationEssentials
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
        // Leftovers stay in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }
}
