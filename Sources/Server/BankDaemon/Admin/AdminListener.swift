import LedgerService
import PrivatePaths

/// Takes what operators ask of a running server, at the socket in its data folder.
///
/// Only processes of the server's own user are listened to: the folder is its owner's alone, and
/// the kernel says who is at the other end.
public final class AdminListener: Sendable {
    private let desk: AdminDesk
    private let socket: AdminSocket
    private let place: SocketPlace
    private let made: SocketPlace.Identity?
    private let tell: @Sendable (String) -> Void
    /// Wakes who waits for a connection.
    private let stop: StopPipe

    /// Listens; requests are carried out once ``run()`` is called.
    ///
    /// The process must have the bank open. A dead process's socket goes; one at which somebody listens
    /// stays.
    ///
    /// - Parameters:
    ///   - desk: What carries requests out.
    ///   - folder: The bank's folder.
    ///   - tell: Told of each request and how it ended, as sentences without names or amounts.
    /// - Throws: ``DaemonError``: `unavailable` when the system refuses or somebody listens there,
    ///   `configuration` when that is another user.
    public init(
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

    deinit {
        socket.close()
    }

    /// Carries out what is asked until its task is cancelled, and ends what is under way.
    public func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                while let connection = await next() {
                    group.addTask { await self.serve(connection) }
                }
            }
        } onCancel: {
            stop.signal()
        }
        // What took its place meanwhile is somebody else's.
        if let made { place.remove(made) }
    }

    private func next() async -> AdminSocket? {
        await HashThread.run { [socket, stop] in socket.accept(unless: stop.readable) }
    }

    private func serve(_ connection: AdminSocket) async {
        defer { connection.close() }
        guard connection.isOwn else { return }
        let line = await HashThread.run {
            connection.readLine(byteLimit: AdminRequest.lineByteLimit)
        }
        guard let line else { return }
        let reply = await reply(to: line) { text in
            // Who asked may be gone; what was begun is ended all the same.
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
            // The sentence may hold what was typed, so only its status is told.
            let failure = DaemonError(of: error)
            tell("An operator's \(request.act) was not done: status \(failure.status.rawValue).")
            return .failed(failure)
        }
    }
}
