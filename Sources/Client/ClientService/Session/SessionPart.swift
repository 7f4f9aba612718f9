import CoreVocabulary
import SyncCore

/// Part of a session, which reaches everything outside of itself through the session's context.
protocol SessionPart: AnyObject {
    var context: SessionContext { get }
}

extension SessionPart {
    var clock: any ClientClock { context.environment.clock }
    var settings: ClientSettings { context.environment.settings }
    var signals: LoopSignals { context.environment.signals }
    var outbox: Outbox { context.outbox }
    var sync: SyncState { context.sync }
    var machine: SyncMachine { context.sync.machine }
    /// Time zone in which the bank counts its days.
    var zone: ZoneOffset { context.zone ?? context.environment.standardZone }
    /// The bank's time, by a clock that never jumps.
    var bankTime: Instant { context.sync.bankTime }
    /// Record of the session; throws after its end.
    var records: any RecordStore { get throws { try context.gate.records } }

    func randomBits() -> UInt64 { context.environment.randomBits() }
    func advance(_ event: SyncEvent) { context.sync.advance(event) }
    func emit(_ event: ClientEvent) { context.gate.emit(event) }
    func emitStatus() async { await context.gate.emitStatus() }
}
