import Glibc

/// Asks a running server, or does it oneself when none runs.
public struct AdminClient: Sendable {
    /// The answers to how the running server does.
    enum Standing: Hashable {
        /// Nobody could be asked: none runs.
        case unasked
        /// Whoever is there was not asked, for this reason: another user, or a socket that is not this
        /// user's to use.
        case refused(DaemonError)
        /// It is ready, or of an earlier release, which does not know the question.
        case ready
        /// It is not, for this reason.
        case unready(String)
    }

    private let folder: DataFolder
    /// The longest silence of the server; nil for that of each request.
    private let patienceMilliseconds: Int?

    /// Makes a client of the server of a data folder.
    public init(_ folder: DataFolder) {
        self.init(folder, patienceMilliseconds: nil)
    }

    /// Makes a client that waits for a sign of the server as long as this.
    init(_ folder: DataFolder, patienceMilliseconds: Int?) {
        self.folder = folder
        self.patienceMilliseconds = patienceMilliseconds
    }

    /// Makes sure that no other user listens where the server takes commands.
    ///
    /// - Throws: `configuration` with who does, as ``ask(_:progress:)`` says it.
    public func requireNoStranger() throws(DaemonError) {
        try AdminSocket.connect(to: folder.adminSocketPath)?.close()
    }

    /// Has a request carried out by the server that runs.
    ///
    /// Blocks the calling thread until it is done, or until the server said nothing for too long.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - progress: Told how far it has come.
    /// - Returns: What to print, line by line; nil when no server runs.
    /// - Throws: ``DaemonError``, the server's own as well; `configuration` before anything is sent where
    ///   another user has a hand in the folder, or listens there; `tryLater` when the server went away
    ///   before it had the whole request; `outcomeUnknown` when no answer came.
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
        connection.setPatience(
            SO_RCVTIMEO,
            milliseconds: patienceMilliseconds ?? request.patienceMilliseconds
        )
        guard connection.write(line: request.line) else { throw request.refusalOfUnasked() }
        while true {
            switch connection.next(byteLimit: AdminReply.lineByteLimit) {
            case .line(let line):
                switch AdminReply(line: line) {
                case .progress(let text)?: progress(text)
                case .done(let lines)?: return lines
                case .failed(let error)?: throw error
                case nil:
                    throw DaemonError("The running server gave no readable answer.", .software)
                }
            case .end: throw request.loss(of: folder)
            case .silence: throw request.silence(of: folder)
            }
        }
    }

    /// The running server's readiness, as it says itself.
    ///
    /// Blocks the calling thread until it answers, for some seconds at most.
    func standing() -> Standing {
        // Where nobody can be asked, nothing is known of a server.
        guard folder.strangerRefusal == nil else { return .unasked }
        let connection: AdminSocket
        do throws(DaemonError) {
            guard let found = try AdminSocket.connect(to: folder.adminSocketPath) else {
                return .unasked
            }
            connection = found
        } catch {
            return error.status == .tryLater ? .unready(error.description) : .refused(error)
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
}
