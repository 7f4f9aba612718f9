import Foundation
import Glibc
import Testing

/// A socket of this user at which a process of another user listens, which only root can bring about.
struct StrangeListener {
    private static let words = [
        "--reuid=12345", "--clear-groups", "/usr/bin/perl", "-e", "listen(STDIN, 64) or exit 1",
    ]
    private static let program = "/usr/bin/setpriv"

    /// True if this user may do so, with what is on this machine.
    static var isPossible: Bool {
        geteuid() == 0 && access(program, X_OK) == 0 && access("/usr/bin/perl", X_OK) == 0
    }

    private let descriptor: Int32

    /// Makes the socket, and lets another user listen: the kernel names whoever began to listen.
    init(at path: String) throws {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0 && chmod(path, 0o600) == 0)
        let other = Process()
        other.executableURL = URL(filePath: Self.program)
        other.arguments = Self.words
        other.standardInput = FileHandle(fileDescriptor: descriptor)
        try other.run()
        other.waitUntilExit()
        try #require(other.terminationStatus == 0)
        self.descriptor = descriptor
    }

    /// Lets nobody listen any more; the socket's file stays.
    func close() {
        Glibc.close(descriptor)
    }
}
