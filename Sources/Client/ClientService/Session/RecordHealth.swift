import CoreVocabulary
import SyncCore

/// Condition of one session's record: the faults that were found in it, and what is due about them.
final class RecordHealth: SessionPart {
    let context: SessionContext
    /// Faults that were found and not repaired yet, each place once.
    var faults = FoundFaults()
    /// The number of repairs since both sides last agreed.
    var repairs = RepairCount()
    /// Time before which no other repair from the whole feed may begin, by the monotonic clock.
    var nextRepairAt: Instant?
    /// Time of the next check of the whole record, by the monotonic clock; nil if it is due.
    private var nextCheckAt: Instant?
    private var isChecking = false

    init(_ context: SessionContext) {
        self.context = context
    }

    /// True if the whole record is to be checked now.
    func isCheckDue(at now: Instant) -> Bool {
        let isReadable = machine.freshnessRule.isAtHead || !context.isOnline
        return isReadable && nextCheckAt.map { $0 <= now } ?? true
    }

    /// Begins a check of the whole record at a time that makes the next one due a day later.
    func beginCheck(at now: Instant) {
        nextCheckAt = now.adding(seconds: SyncMachine.recordCheckSeconds)
    }

    /// Runs a check of the whole record, and asks for the repair of all that it finds at once.
    func whileChecking(_ findFaults: () async -> Bool) async {
        isChecking = true
        let hasFound = await findFaults()
        isChecking = false
        if hasFound { askForRepair() }
    }

    /// Puts an account in doubt, says so, and has it repaired.
    ///
    /// A fault that is known is no news, however often its row is read: whoever is told reads again,
    /// and would have a request for news interrupted by the next one each time. A check of the whole
    /// record asks at its end for the repair of all that it found. Returns true if it is news.
    @discardableResult
    func noteFault(_ fault: ChainFault, isInCheck: Bool = false) async -> Bool {
        // When even this cannot be read or written the account is in doubt all the same.
        let doubts = (try? await records.state().doubts) ?? []
        let wasInDoubt = doubts.contains { $0.accountID == fault.accountID }
        try? await records.doubt(fault, foundAt: bankTime)
        if !wasInDoubt { faults.forget(fault) }
        let isNew = faults.add(fault)
        guard isNew || !wasInDoubt else { return false }
        if !isInCheck, !isChecking {
            // Where one row is damaged others may be.
            nextCheckAt = nil
            signals.watch.raise()
        }
        if !wasInDoubt || !isInCheck {
            advance(.doubtChanged(hasUnverifiedAccount: true))
            emit(.recordsChanged)
            await emitStatus()
        }
        if !isInCheck { askForRepair() }
        return true
    }

    private func askForRepair() {
        advance(.repairAsked)
        signals.feed.raise()
    }

    /// Throws away a record that cannot be read any more; it is a copy, and is fetched again.
    func noteDamage() async {
        // One that cannot even be thrown away is found damaged again at the next reading.
        guard (try? await records.discard()) != nil else { return }
        faults = FoundFaults()
        advance(.recordSetBack(cursor: nil))
        sync.isDiscarded = true
        advance(.doubtChanged(hasUnverifiedAccount: false))
        // Whoever reads that nothing is there has to know why.
        await emitStatus()
        emit(.recordsChanged)
        signals.feed.raise()
    }

    /// Reads from the record; a damaged row puts its account in doubt.
    func read<Value: Sendable>(
        _ body: (any RecordStore) async throws -> Value
    ) async throws -> Value {
        do {
            return try await body(records)
        } catch let fault as ChainFault {
            await noteFault(fault)
            throw ClientError(.recordInDoubt)
        } catch RecordStoreError.damaged {
            await noteDamage()
            throw ClientError(.recordInDoubt)
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(context.gate.isClosed ? .notSignedIn : .recordUnavailable)
        }
    }

    /// Writes into the record; a failure there becomes an event.
    func writing(_ body: () async throws -> SyncEvent?) async -> SyncEvent? {
        do {
            return try await body()
        } catch is StreamGap {
            return .batchDisordered
        } catch let fault as ChainFault {
            await noteFault(fault)
            return .applyFailed
        } catch RecordStoreError.damaged {
            await noteDamage()
            return .applyFailed
        } catch {
            // Full, closed or cancelled: the record stands where it stood.
            return .applyFailed
        }
    }
}
