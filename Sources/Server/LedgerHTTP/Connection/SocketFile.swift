import Glibc
import ServiceLifecycle
import Synchronization

/// A service that listens at a Unix socket.
struct SocketService: Service {
    let file: SocketFile
    let service: any Service

    func run() async throws {
        try file.claim()
        defer { file.remove() }
        try await service.run()
    }
}

/// The path of a Unix socket that only the owner and the group of the server may use.
///
/// Nothing is removed there but a socket: before it listens one at which nobody does any more, and
/// at the end the one that this process made.
final class SocketFile: Sendable {
    /// Read and write for the owner and the group.
    private static let mode: mode_t = 0o660

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    private let path: String
    private let made = Mutex<Identity?>(nil)

    /// Names the path; makes nothing.
    init(path: String) {
        self.path = path
    }

    /// Makes sure that the path is free, or holds only the socket of a dead process, which it
    /// removes.
    ///
    /// - Throws: ``ServerError``: something else is there, or somebody listens.
    func claim() throws(ServerError) {
        let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        guard path.utf8.count < capacity, isInFolder else {
            throw ServerError(.socketPathWrong, subject: path)
        }
        guard let status = status() else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ServerError(.socketPathWrong, subject: path)
        }
        guard try !isAnswered() else { throw ServerError(.addressInUse, subject: path) }
        guard status.st_uid == geteuid(), unlink(path) == 0 else {
            throw ServerError(.addressRefused, subject: path)
        }
    }

    /// Takes note of the socket that was made, and opens it to the group.
    ///
    /// - Returns: Whether the system let it.
    func bound() -> Bool {
        made.withLock { $0 = status().map(Self.identity) }
        return chmod(path, Self.mode) == 0
    }

    /// Removes the socket that this process made; another that took its place stays.
    func remove() {
        guard let mine = made.withLock({ $0 }), status().map(Self.identity) == mine else { return }
        unlink(path)
    }

    private var isInFolder: Bool {
        var status = stat()
        let slash = path.unicodeScalars.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether somebody listens at the path; one who may not be asked counts.
    private func isAnswered() throws(ServerError) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ServerError(.tooManyFiles, subject: path) }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 || errno != ECONNREFUSED
    }

    private func status() -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    private static func identity(_ status: stat) -> Identity {
        Identity(device: status.st_dev, inode: status.st_ino)
    }
}
