import Glibc
import LocalFiles
import ServiceLifecycle
import Synchronization

/// A service that listens on a Unix socket.
struct SocketService: Service {
    let file: SocketFile
    let service: any Service

    func run() async throws {
        try file.claim()
        defer { file.remove() }
        try await service.run()
    }
}

/// The path of a Unix socket that only the server's owner and group may use.
///
/// It only ever removes sockets: before listening one without a listener, and at the end the one
/// that this process made.
final class SocketFile: Sendable {
    /// Read and write permission for the owner and the group.
    private static let mode: mode_t = 0o660

    private let path: String
    private let place: SocketPlace
    private let made = Mutex<FileIdentity?>(nil)

    /// Creates the path without a socket.
    init(path: String) {
        self.path = path
        place = SocketPlace(path: path)
    }

    /// Checks that the path is free, or removes the socket that a dead process left there.
    func claim() throws(ServerError) {
        guard LocalFolder.exists(LocalFolder.folder(of: path)) else {
            throw ServerError(.socketPathWrong, subject: path)
        }
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

    /// Notes the new socket's identity and gives its group access; returns false if that fails.
    func bound() -> Bool {
        made.withLock { $0 = place.identity }
        return chmod(path, Self.mode) == 0
    }

    /// Removes the socket that this process made, unless another has replaced it.
    func remove() {
        guard let mine = made.withLock({ $0 }) else { return }
        place.remove(mine)
    }
}
