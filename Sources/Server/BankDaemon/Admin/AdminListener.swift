import SystemThreads
import LocalFiles

/// A listener for operators' requests on the socket in a running server's data folder.
///
/// Only processes of the server's own user are served. The folder belongs to that user alone, and
/// the kernel reports the peer's credentials.
package final class AdminListener: Sendable {
    private let desk: AdminDesk
    private let socket: AdminSocket
    private let place: SocketPlace
    private let made: FileIdentity?
    private let tell: @Sendable (String) -> Void
    /// Wakes the thread that waits for a connection.
    private let stop: StopPipe

    /// Starts to listen for operators.
    ///
    /// Requests are carried out once ``run()`` is called. The process must have the bank open. A
    /// dead process's socket is replaced, and a socket with a listener is left alone.
    ///
    /// `tell` receives each request and its outcome, in sentences without names or amounts.
    ///
    /// - Throws: ``DaemonError``: `unavailable` if the system refuses or somebody listens there,
    ///   `configuration` if that is another user.
    package init(
        _ desk: AdminDesk,
        folder: DataFolder,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(DaemonError) {
        self.desk = desk
        self.tell = tell
        place = SocketPlace(path: folder.adminSocketPath)
        stop = try StopPipe()
        socket = try AdminSocket.listen(at: folder.adminSocketPath)
        made = place.identity
    }

    deinit { socket.close() }

    /// Serves requests until its task is cancelled, and then finishes those under way.
    package func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                while let connection = await next() {
                    group.addTask { await self.serve(connection) }
                }
            }
        } onCancel: {
            stop.signal()
        }
        // A socket that has replaced it belongs to another process.
        if let made { place.remove(made) }
    }

    private func next() async -> AdminSocket? {
        await DetachedThread.run { [socket, stop] in socket.accept(unless: stop.readable) }
    }

    private func serve(_ connection: AdminSocket) async {
        defer { connection.close() }
        guard connection.isOwn else { return }
        let line = await DetachedThread.run {
            connection.readLine(byteLimit: AdminRequest.lineByteLimit)
        }
        guard let line else { return }
        let reply = await reply(to: line) { text in
            // The client may be gone. A request that was begun is finished all the same.
            _ = connection.write(line: AdminReply.progress(text).line)
        }
        _ = connection.write(line: reply.line)
    }

    private func reply(
        to line: [UInt8],
        progress: @escaping @Sendable (String) -> Void
    ) async -> AdminReply {
        guard let request = AdminRequest(line: line) else {
            return .failed(
                DaemonError("The running server does not know this command.", .unavailable)
            )
        }
        do {
            let lines = try await desk.carryOut(request, progress: progress)
            tell("An operator's \(request.act) is done.")
            return .done(lines)
        } catch {
            // The message may contain typed text, so only its status is logged.
            let failure = DaemonError(of: error)
            tell("An operator's \(request.act) was not done: status \(failure.status.rawValue).")
            return .failed(failure)
        }
    }
}
