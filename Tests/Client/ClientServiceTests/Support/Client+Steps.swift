@testable import ClientService
import CoreVocabulary
import SyncCore
import WireProtocol

/// The open session of a client, as far as it can leave the client's actor.
struct OpenedSession: Sendable {
    let number: Int
    /// The tokens at this moment; nil without the bank.
    let tokens: HeldTokens?
    let records: any RecordStore
    let outbox: Outbox
}

// The states of a client, as values.
extension Client {
    /// The open session; nil if there is none.
    var opened: OpenedSession? {
        guard let session, let records = try? session.context.gate.records else { return nil }
        return OpenedSession(
            number: session.context.number,
            tokens: session.online?.line.tokens,
            records: records,
            outbox: session.context.outbox
        )
    }

    var machine: SyncMachine? { session?.context.sync.machine }
    var nextWork: SyncWork? { session?.context.sync.nextWork }
    var stream: LinkStream? { session?.context.sync.stream }
    var lineCause: LinkCause? { session?.context.sync.lineCause }
    var comparedAt: Instant? { session?.context.sync.comparedAt }
    var comparedNotedAt: Instant? { session?.online?.loop.comparer.comparedNotedAt }
    /// The schedule of what is told to the bank; a new one without a session.
    var evidence: EvidenceSchedule { session?.context.sync.evidence ?? EvidenceSchedule() }
    var faults: FoundFaults? { session?.health.faults }
    var isStatusStale: Bool { listener.isStatusStale }

    /// The zone in which days are counted.
    var zone: ZoneOffset { session?.reader.zone ?? environment.standardZone }

    var pendingReceipt: WipeReceipt? { remoteWipe.pendingReceipt }

    /// Tells the bank of a wipe again; true if nothing is left to tell.
    func sendPendingReceipt() async -> Bool { await remoteWipe.sendPending() }

    /// Takes what there is to tell as told.
    func setStatusTold() { listener.isStatusStale = false }
}

// The steps of a session; those of one that is over do nothing.
extension Client {
    private func part(_ opened: OpenedSession) -> OpenSession? {
        session?.context.number == opened.number ? session : nil
    }

    func advance(_ event: SyncEvent) {
        session?.context.sync.advance(event)
    }

    func isLeaseOver(_ opened: OpenedSession) -> Bool? {
        part(opened)?.lease.isOver
    }

    func ask(
        _ request: Request,
        _ opened: OpenedSession,
        limitMilliseconds: Int64
    ) async -> Exchange? {
        await part(opened)?.online?.line.ask(request, limitMilliseconds: limitMilliseconds)
    }

    func renew(_ number: Int, insteadOf access: [UInt8]) async -> SessionLine.Renewal {
        guard let session, session.context.number == number, let online = session.online else {
            return .ended
        }
        return await online.line.renew(insteadOf: access)
    }

    func endSessionByBank(_ number: Int) async {
        await end(number, .endedByBank(isCertain: true))
    }

    func checkRecord(_ opened: OpenedSession) async {
        await part(opened)?.watch.checkRecord()
    }

    /// Tries every transfer once; true if nothing is left to do.
    func drain(_ opened: OpenedSession) async -> Bool {
        await part(opened)?.online?.sender.drain() ?? true
    }

    func submitEvidence(_ opened: OpenedSession) async {
        await part(opened)?.online?.evidence.submit()
    }

    /// Has the bank end what was left open here; the wait before the next try.
    func endLeft(_ opened: OpenedSession) async -> Int64? {
        await part(opened)?.online?.prior.endAll()
    }

    func noteFault(_ fault: ChainFault, _ opened: OpenedSession) async {
        await part(opened)?.health.noteFault(fault)
    }

    func noteDamage(_ opened: OpenedSession) async {
        await part(opened)?.health.noteDamage()
    }

    func hear(_ place: Cursor, _ opened: OpenedSession) {
        part(opened)?.context.hear(place)
    }

    func noteEpoch(of place: Cursor, _ opened: OpenedSession) async {
        await part(opened)?.context.noteEpoch(of: place)
    }

    func noteEpoch(
        of place: Cursor,
        provedBy changes: [FeedChange],
        _ opened: OpenedSession
    ) async {
        await part(opened)?.context.noteEpoch(of: place, provedBy: changes)
    }
}
