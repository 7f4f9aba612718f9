import Glibc
import Testing

/// A bank that takes every connection and answers nothing, so that a request stays under way.
final class DeafBank {
    private let descriptor: Int32

    /// Listens at a path until the test lets go of it.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let listener = descriptor
        let isBound = withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        // The kernel takes what connects.
        try #require(isBound && listen(listener, 8) == 0, "\(path) cannot be listened at")
    }

    deinit {
        close(descriptor)
    }
}
