import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension LostFactComparison {
    /// The item for what a user could do with an account.
    func item(
        for access: AccountRecord.Access?,
        of user: UserRecord,
        to account: StoredAccount,
        in reader: any LedgerReading
    ) throws -> Item? {
        let number = OperatorText.clean(account.profile.number)
        let who = try presence(of: user, in: reader)
        let place = try reader.presence(of: account)
        let likeness = LostLikeness([who.successor, place.successor].compactMap(\.self))
        var current: AccountRecord.Access?
        var since: Instant?
        if let who = who.record, let stored = place.record {
            current = try reader.grant(of: who.id, for: stored.account.id)?.access
            let subject = DecisionLog.Subject.access(who.id, stored.account.id)
            let earlier = DecisionLog.Subject.access(user.id, account.account.id)
            // It may have been given before the backup: the feed is read from the last transfer on.
            if decisions.isOfNowAlone(subject, insteadOf: earlier) { return nil }
            since = decisions.standing(subject, insteadOf: earlier)
        }
        guard current != access else { return nil }
        let change =
            "\(user.name) had \(words(of: access)) to \(number), and has \(words(of: current)) now."
        guard let access else {
            return Item(
                since == nil ? "\(user.name) has access to \(number) again." : change,
                ShellCommand("access revoke").argument(user.name)
                    .argument(account.profile.number),
                isShuttingOut: true,
                decidedSince: since
            )
        }
        return Item(
            since == nil ? "\(user.name) lacks the access to \(number) that was given." : change,
            ShellCommand("access grant").argument(user.name).argument(account.profile.number)
                .argument(access.word),
            isRepeatable: who.canBeNamed(user) && place.canBeNamed(account),
            likeness: likeness,
            decidedSince: since
        )
    }

    private func words(of access: AccountRecord.Access?) -> String {
        access.map { "\($0.word) access" } ?? "no access"
    }

    /// The item for a payee of a user.
    func item(
        for payee: PayeeRecord,
        of user: UserRecord,
        _ account: StoredAccount,
        in reader: any LedgerReading
    ) throws -> Item? {
        let number = OperatorText.clean(payee.number)
        let who = try presence(of: user, in: reader)
        let place = try reader.presence(of: account)
        var current: PayeeRecord?
        var since: Instant?
        if let who = who.record, let stored = place.record {
            current = try reader.payee(of: who.id, with: stored.account.id)
            let subject = DecisionLog.Subject.payee(who.id, stored.account.id)
            let earlier = DecisionLog.Subject.payee(user.id, account.account.id)
            if decisions.isOfNowAlone(subject, insteadOf: earlier) { return nil }
            since = decisions.standing(subject, insteadOf: earlier)
        }
        let isListed = current.map { !$0.isRemoved } ?? false
        if payee.isRemoved {
            guard isListed else { return nil }
            return Item(
                since == nil
                    ? "\(number) is a payee of \(user.name) again."
                    : "\(number) was no payee of \(user.name), and is one now.",
                ShellCommand("payee remove").argument(user.name).argument(payee.number),
                decidedSince: since
            )
        }
        guard !isListed || current?.name != payee.name else { return nil }
        // The bank adds no closed account, and nobody may pay to one.
        if let stored = place.record, stored.account.isClosed || account.account.isClosed {
            return nil
        }
        let change = isListed ? "has another name now" : "is none now"
        return Item(
            since == nil
                ? "\(number) is not the payee of \(user.name) that it was."
                : "\(number) was a payee of \(user.name), and \(change).",
            ShellCommand("payee add").argument(user.name).argument(payee.number)
                .option("--name", payee.name),
            isRepeatable: who.canBeNamed(user) && place.canBeNamed(account),
            likeness: LostLikeness([who.successor, place.successor].compactMap(\.self)),
            decidedSince: since
        )
    }

    /// The item for a hold; what took one is a transfer, and listed as such.
    func item(
        for hold: HoldRecord,
        _ record: TransferRecord,
        _ from: StoredAccount,
        _ to: StoredAccount,
        in reader: any LedgerReading
    ) throws -> Item? {
        let (id, formatter) = (record.transfer.id, MoneyFormatter(.plain))
        let payer = OperatorText.clean(from.profile.number)
        let current = try reader.transfer(id)
        switch (record.pendingStatus, current?.pendingStatus) {
        case (.voided, .pending?):
            return Item(
                "\(payer) holds what was released.",
                ShellCommand("hold void").argument(id.description),
                holdID: id
            )
        case (.pending, nil):
            if let end = hold.expiresAt, end <= now { return nil }
            let (source, target) = (try reader.presence(of: from), try reader.presence(of: to))
            var likeness = LostLikeness([source.successor, target.successor].compactMap(\.self))
            var since: Instant?
            switch holds[id] {
            case .placedAgain: return nil
            case .like(let found): likeness = found
            case .givenBack(let instant): since = instant
            case .lost, nil: break
            }
            let amount = formatter.textWithCode(hold.amount)
            return Item(
                since == nil
                    ? "\(payer) does not hold \(amount) any more."
                    : "\(payer) held \(amount), which was held again and given back.",
                ShellCommand("hold place").argument(formatter.text(hold.amount))
                    .option("--from", from.profile.number).option("--to", to.profile.number)
                    .option("--reference", hold.reference)
                    .option("--until", hold.lastDay(zone)?.description),
                isRepeatable: source.takesBookings(from) && target.takesBookings(to),
                holdID: id,
                likeness: likeness,
                decidedSince: since
            )
        default: return nil
        }
    }
}

extension LostPresence<UserRecord> {
    /// True if a command may name the user: the books of now have somebody of the name, or the list has
    /// the command that adds the user, before this one.
    ///
    /// Who was shut out in the end is added by no command of the list.
    func canBeNamed(_ lost: UserRecord) -> Bool { record != nil || !lost.isDisabled }
}

extension LostPresence<StoredAccount> {
    /// True if a command may name the account, for the same reasons; none opens one that was closed in
    /// the end.
    func canBeNamed(_ lost: StoredAccount) -> Bool { record != nil || !lost.account.isClosed }

    /// True if a command may move or hold something on the account: it can be named, and nobody closed
    /// it in the books of now.
    func takesBookings(_ lost: StoredAccount) -> Bool {
        canBeNamed(lost) && record?.account.isClosed != true
    }
}

extension HoldRecord {
    /// The last day on which it holds, as `hold place` takes it; nil for no end.
    func lastDay(_ zone: ZoneOffset) -> BusinessDate? {
        expiresAt.map { zone.lastDay(until: $0) }
    }
}
