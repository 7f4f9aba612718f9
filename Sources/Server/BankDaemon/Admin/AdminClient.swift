import Glibc

/// Asks a running server, or does it oneself when none runs.
public struct AdminClient: Sendable {
    /// The answers to how the running server does.
    enum Standing: Hashable {
        /// Nobody could be asked: none runs, or it takes no commands from this user.
        case unasked
        /// It is ready, or of an earlier release, which does not know the question.
        case ready
        /// It is not, for this reason.
        case unready(String)
    }

    private let folder: DataFolder

    /// Makes a client of the server of a data folder.
    public init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// Has a request carried out by the server that runs.
    ///
    /// Blocks the calling thread until it is done.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - progress: Told how far it has come.
    /// - Returns: What to print, line by line; nil when no server runs.
    /// - Throws: ``DaemonError``, the server's own as well; `configuration` before anything is sent where
    ///   another user has a hand in the folder, or listens there.
    public func ask(
        _ request: AdminRequest,
        progress: (String) -> Void
    ) throws(DaemonError) -> [String]? {
        // Whoever could put another folder or socket there would be sent passwords.
        try folder.requireOwnHand()
        guard let connection = try AdminSocket.connect(to: folder.adminSocketPath) else {
            return nil
        }
        defer { connection.close() }
        guard connection.write(line: request.line) else { throw Self.gone }
        while let line = connection.readLine(byteLimit: AdminReply.lineByteLimit) {
            switch AdminReply(line: line) {
            case .progress(let text)?: progress(text)
            case .done(let lines)?: return lines
            case .failed(let error)?: throw error
            case nil: throw DaemonError("The running server gave no readable answer.", .software)
            }
        }
        throw Self.gone
    }

    /// The running server's readiness, as it says itself.
    ///
    /// Blocks the calling thread until it answers, for some seconds at most.
    func standing() -> Standing {
        // Where nobody can be asked, nothing is known of a server.
        guard folder.strangerRefusal == nil,
            let connection = try? AdminSocket.connect(to: folder.adminSocketPath)
        else {
            return .unasked
        }
        defer { connection.close() }
        connection.setPatience(SO_RCVTIMEO)
        guard connection.write(line: AdminRequest.health.line),
            let line = connection.readLine(byteLimit: AdminReply.lineByteLimit)
        else { return .unready("It does not answer at \(folder.adminSocketPath).") }
        guard case .done(let lines)? = AdminReply(line: line), let reason = lines.first else {
            return .ready
        }
        return .unready(reason)
    }

    private static let gone = DaemonError(
        "The server went away before it answered. Look whether it was done, or ask again.",
        .tryLater
    )
}
