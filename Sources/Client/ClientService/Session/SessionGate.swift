import CoreVocabulary
import SyncCore
import WireProtocol

/// Gate between the parts of a session and everything outside of it; closed when the session ends.
///
/// A part that comes back from a wait does not ask whether its session goes on. What it still does
/// stays inside the session's own objects, because nothing passes a closed gate: no request, no read
/// or write of the record, no event, and no end of another session.
final class SessionGate {
    /// Closures into the client, made inside its actor.
    struct Exits {
        /// Tells the listener the status.
        let tellStatus: () async -> Void
        /// Ends the session for a reason.
        let end: (SessionEnd) async -> Void
    }

    private(set) var isClosed = false
    private let environment: ClientEnvironment
    private let events: ClientEvents
    private let openRecords: any RecordStore
    private let exits: Exits

    init(
        _ environment: ClientEnvironment,
        _ events: ClientEvents,
        _ records: any RecordStore,
        _ exits: Exits
    ) {
        self.environment = environment
        self.events = events
        openRecords = records
        self.exits = exits
    }

    /// Closes the gate for good, and returns the record for its last write.
    func close() -> any RecordStore {
        isClosed = true
        return openRecords
    }

    /// Record of the session.
    var records: any RecordStore {
        get throws {
            guard !isClosed else { throw ClientError(.notSignedIn) }
            return openRecords
        }
    }

    /// Sends a request and waits for the answer; after the end it reads as refused for that reason.
    func ask(
        _ request: Request,
        token: [UInt8]?,
        limitMilliseconds: Int64? = nil,
        unless signal: Signal? = nil
    ) async -> Exchange {
        guard !isClosed else { return .sessionEnded }
        return await environment.ask(
            request,
            token: token,
            limitMilliseconds: limitMilliseconds,
            unless: signal
        )
    }

    /// Opens a stream after a cursor; after the end it reads as interrupted.
    func openStream(token: [UInt8], after cursor: Cursor?) async -> StreamOpening {
        guard !isClosed else { return .interrupted }
        return await Race.run(
            limitMilliseconds: environment.settings.replyLimitMilliseconds,
            by: environment.clock,
            timedOut: .failed(.timedOut),
            unless: environment.signals.feed,
            interrupted: .interrupted
        ) { [link = environment.link] in
            do throws(LinkError) {
                let stream = try await link.stream(token: token, after: cursor)
                return stream.map { .opened($0) } ?? .unavailable
            } catch {
                return .failed(error.cause)
            }
        }
    }

    /// Stores the session's lease.
    func writeLease(_ lease: HeldLease) async {
        guard !isClosed else { return }
        // Without it the record cannot be opened without the bank; nothing else is lost.
        try? await environment.storage.writeLease(lease.file.bytes, ofUser: lease.userName)
    }

    func emit(_ event: ClientEvent) {
        if !isClosed { events.emit(event) }
    }

    /// Makes the status stale, so that a loop tells it.
    func noteStaleStatus() {
        if !isClosed { events.isStatusStale = true }
    }

    /// Tells the status if it is stale.
    func emitStaleStatus() async {
        guard !isClosed, events.isStatusStale else { return }
        events.isStatusStale = false
        await exits.tellStatus()
    }

    /// Passes a contact with the bank on to the listener.
    func noteContact(at contact: Instant) {
        if !isClosed { events.noteContact(at: contact) }
    }

    func emitStatus() async {
        if !isClosed { await exits.tellStatus() }
    }

    func end(_ reason: SessionEnd) async {
        if !isClosed { await exits.end(reason) }
    }
}
