import Glibc

/// A client of the running server's admin socket, for commands that the server has to carry out.
package struct AdminClient: Sendable {
    /// The state of the running server, as far as it can be asked.
    enum Standing: Hashable {
        /// No server runs that could be asked.
        case unasked
        /// A server may run, but was not asked for this reason: another user listens, or the socket
        /// is not this user's to use.
        case refused(DaemonError)
        /// The server is ready, or of an earlier release that does not know the question.
        case ready
        /// The server is not ready, for this reason.
        case unready(String)
    }

    private let folder: DataFolder
    /// Longest accepted silence of the server, in milliseconds; nil for that of each request.
    private let patienceMilliseconds: Int?

    /// Creates a client for the server of a data folder.
    package init(_ folder: DataFolder, patienceMilliseconds: Int? = nil) {
        self.folder = folder
        self.patienceMilliseconds = patienceMilliseconds
    }

    /// Checks that no other user listens at the server's admin socket.
    package func requireNoStranger() throws(DaemonError) {
        try AdminSocket.connect(to: folder.adminSocketPath)?.close()
    }

    /// Lets the running server carry out a request.
    ///
    /// Blocks the calling thread until the request is done or the server was silent for too long.
    ///
    /// - Throws: ``DaemonError``, including the server's own; `configuration` before anything is
    ///   sent if another user can change the folder or listens there; `tryLater` if the server went
    ///   away before it had the whole request; `outcomeUnknown` if no answer came.
    package func ask(
        _ request: AdminRequest,
        progress: (String) -> Void
    ) throws(DaemonError) -> [String]? {
        // Passwords would go to anybody who can replace the folder or the socket.
        try folder.requireOwnHand()
        guard let connection = try AdminSocket.connect(to: folder.adminSocketPath) else {
            return nil
        }
        defer { connection.close() }
        connection.setPatience(
            SO_RCVTIMEO,
            milliseconds: patienceMilliseconds ?? request.patienceMilliseconds
        )
        guard connection.write(line: request.line) else {
            // A server ignores a line without an end.
            throw DaemonError(
                "The server went away before it was asked, so nothing was done. Try again.",
                .tryLater
            )
        }
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

    /// Asks the running server if it is ready.
    ///
    /// Blocks the calling thread until the server answers, for some seconds at most.
    func standing() -> Standing {
        // Without a trustworthy folder, nothing can be learned about a server.
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
