import Glibc
import PrivatePaths
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

    private let path: String
    private let place: SocketPlace
    private let made = Mutex<SocketPlace.Identity?>(nil)

    /// Names the path; makes nothing.
    init(path: String) {
        self.path = path
        place = SocketPlace(path: path)
    }

    /// Makes sure that the path is free, or holds only the socket of a dead process, which it
    /// removes.
    ///
    /// - Throws: ``ServerError``: something else is there, or somebody listens.
    func claim() throws(ServerError) {
        guard isInFolder else { throw ServerError(.socketPathWrong, subject: path) }
        do throws(SocketPlace.Fault) {
            try place.claim()
        } catch {
            let code: ServerError.Code =
                switch error {
                case .taken: .socketPathWrong
                case .live: .addressInUse
                case .foreign: .addressRefused
                case .unknown: .tooManyFiles
                }
            throw ServerError(code, subject: path)
        }
    }

    /// Takes note of the socket that was made, and opens it to the group.
    ///
    /// - Returns: Whether the system let it.
    func bound() -> Bool {
        made.withLock { $0 = place.identity }
        return chmod(path, Self.mode) == 0
    }

    /// Removes the socket that this process made; another that took its place stays.
    func remove() {
        guard let mine = made.withLock({ $0 }) else { return }
        place.remove(mine)
    }

    private var isInFolder: Bool {
        var status = stat()
        let slash = path.unicodeScalars.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
