import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension LostFactComparison {
    /// Compares a hold in both books.
    ///
    /// The posting of a hold is a transfer and is listed as such.
    func item(for lost: LostHold, in reader: any LedgerReading) throws -> Item? {
        let status = lost.record.pendingStatus
        guard let current = try reader.transfer(lost.id) else {
            // A hold that was released reserves nothing in the earlier books either.
            return status == .pending ? try missing(lost, in: reader) : nil
        }
        switch (status, current.pendingStatus) {
        case (.voided, .pending):
            return Item(
                sentence: "\(lost.payer) holds what was released.",
                command: ShellCommand("hold void").argument(lost.id.description),
                holdID: lost.id
            )
        case (.voided, .posted), (.expired, .posted): return try taken(lost, current, in: reader)
        // It has expired, and the bank releases it by itself.
        case (.expired, .pending): return nil
        // The money is released in both books.
        case (.voided, .voided), (.voided, .expired), (.expired, .voided), (.expired, .expired):
            return nil
        // The same state in both books, or a decision of the present books alone.
        case (.pending, _): return nil
        // ``LostTransfers`` lists the transfer that posted it and the fate of the hold.
        case (.posted, _): return nil
        // A transfer that is no hold in one of the books, which cannot occur.
        case (.none, _), (.voided, .none), (.expired, .none): return nil
        }
    }

    /// Returns the item for a hold that was pending in the end and that the present books lack.
    private func missing(_ lost: LostHold, in reader: any LedgerReading) throws -> Item? {
        let (hold, from, to) = (lost.hold, lost.from, lost.to)
        if let end = hold.expiresAt, end <= now { return nil }
        let (source, target) = (try reader.presence(of: from), try reader.presence(of: to))
        var likeness = LostLikeness([source.successor, target.successor])
        var since: Instant?
        switch holds[lost.id] {
        case .placedAgain: return nil
        case .like(let found): likeness = found
        case .givenBack(let instant): since = instant
        case .lost, nil: break
        }
        return Item(
            sentence: since == nil
                ? "\(lost.payer) does not hold \(lost.amount) any more."
                : "\(lost.payer) held \(lost.amount), which was held again and given back.",
            command: ShellCommand("hold place").argument(MoneyFormatter(.plain).text(hold.amount))
                .option("--from", from.profile.number).option("--to", to.profile.number)
                .option("--reference", hold.reference)
                .option("--until", hold.lastDay(zone)?.description),
            isRepeatable: source.takesBookings(from) && target.takesBookings(to),
            holdID: lost.id,
            likeness: likeness,
            decidedSince: since
        )
    }

    /// Returns the item for a released hold that was posted since, or nil if that was reversed.
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
            sentence: "\(lost.payer) held \(lost.amount), which was given back, and is taken now.",
            command: ShellCommand("reverse").argument(transferID.description),
            holdID: lost.id,
            decidedSince: stands ? taking.resolvedAt : nil
        )
    }
}

extension LostHold {
    /// The number of the account that pays, for operators.
    fileprivate var payer: String { OperatorText.clean(from.profile.number) }
    /// The held amount, for operators.
    fileprivate var amount: String { OperatorText.money(hold.amount) }
}

extension HoldRecord {
    /// Returns the last day on which it reserves money; nil without an expiry.
    func lastDay(_ zone: ZoneOffset) -> BusinessDate? {
        expiresAt.map { zone.lastDay(until: $0) }
    }
}
