import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension LostFactComparison {
    /// A hold of the books before, with its transfer and its accounts.
    private struct LostHold {
        let hold: HoldRecord
        let record: TransferRecord
        let from: StoredAccount
        let to: StoredAccount

        var id: TransferID { record.transfer.id }
        var payer: String { OperatorText.clean(from.profile.number) }
        var amount: String { MoneyFormatter(.plain).textWithCode(hold.amount) }
    }

    /// The item for a hold; what took one is a transfer, and listed as such.
    func item(
        for hold: HoldRecord,
        _ record: TransferRecord,
        _ from: StoredAccount,
        _ to: StoredAccount,
        in reader: any LedgerReading
    ) throws -> Item? {
        let lost = LostHold(hold: hold, record: record, from: from, to: to)
        guard let current = try reader.transfer(lost.id) else {
            switch record.pendingStatus {
            case .pending: return try missing(lost, in: reader)
            // ``LostTransfers`` lists what took one.
            case .posted: return nil
            // It holds nothing in the books before either.
            case .none, .voided, .expired: return nil
            }
        }
        switch (record.pendingStatus, current.pendingStatus) {
        case (.voided, .pending):
            return Item(
                "\(lost.payer) holds what was released.",
                ShellCommand("hold void").argument(lost.id.description),
                holdID: lost.id
            )
        case (.voided, .posted), (.expired, .posted): return try taken(lost, current, in: reader)
        // Its time is over: the bank gives it back by itself.
        case (.expired, .pending): return nil
        // The money is given back in both.
        case (.voided, .voided), (.voided, .expired), (.expired, .voided), (.expired, .expired):
            return nil
        // The same in both, or the books of now alone decided about it.
        case (.pending, .pending), (.pending, .posted), (.pending, .voided), (.pending, .expired):
            return nil
        // ``LostTransfers`` lists what took it, and what became of the hold.
        case (.posted, .pending), (.posted, .posted), (.posted, .voided), (.posted, .expired):
            return nil
        // No hold; none becomes one, or the other way round.
        case (.none, .none), (.none, .pending), (.none, .posted), (.none, .voided),
            (.none, .expired), (.pending, .none), (.posted, .none), (.voided, .none),
            (.expired, .none):
            return nil
        }
    }

    /// The item for a hold that still held in the end, and that the books of now do not have.
    private func missing(_ lost: LostHold, in reader: any LedgerReading) throws -> Item? {
        let (hold, from, to) = (lost.hold, lost.from, lost.to)
        if let end = hold.expiresAt, end <= now { return nil }
        let (source, target) = (try reader.presence(of: from), try reader.presence(of: to))
        var likeness = LostLikeness([source.successor, target.successor].compactMap(\.self))
        var since: Instant?
        switch holds[lost.id] {
        case .placedAgain: return nil
        case .like(let found): likeness = found
        case .givenBack(let instant): since = instant
        case .lost, nil: break
        }
        return Item(
            since == nil
                ? "\(lost.payer) does not hold \(lost.amount) any more."
                : "\(lost.payer) held \(lost.amount), which was held again and given back.",
            ShellCommand("hold place").argument(MoneyFormatter(.plain).text(hold.amount))
                .option("--from", from.profile.number).option("--to", to.profile.number)
                .option("--reference", hold.reference)
                .option("--until", hold.lastDay(zone)?.description),
            isRepeatable: source.takesBookings(from) && target.takesBookings(to),
            holdID: lost.id,
            likeness: likeness,
            decidedSince: since
        )
    }

    /// The item for a hold that was given back in the books before, and taken in the books of now; nil
    /// where what took it was reversed.
    private func taken(
        _ lost: LostHold,
        _ current: TransferRecord,
        in reader: any LedgerReading
    ) throws -> Item? {
        guard let givenBackAt = lost.record.resolution?.resolvedAt,
            let taking = current.resolution, let transferID = taking.resolvedBy,
            try reader.transfer(transferID)?.reversedBy == nil
        else { return nil }
        let stands = decisions.stands(at: taking.resolvedAt, insteadOf: givenBackAt)
        return Item(
            "\(lost.payer) held \(lost.amount), which was given back, and is taken now.",
            ShellCommand("reverse").argument(transferID.description),
            holdID: lost.id,
            decidedSince: stands ? taking.resolvedAt : nil
        )
    }
}

extension HoldRecord {
    /// The last day on which it holds, as `hold place` takes it; nil for no end.
    func lastDay(_ zone: ZoneOffset) -> BusinessDate? {
        expiresAt.map { zone.lastDay(until: $0) }
    }
}
