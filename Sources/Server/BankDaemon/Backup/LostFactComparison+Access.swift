import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

extension LostFactComparison {
    /// Compares a user's access to an account.
    func item(
        for access: AccountRecord.Access?,
        of user: UserRecord,
        to account: StoredAccount,
        in reader: any LedgerReading
    ) throws -> Item? {
        let number = OperatorText.clean(account.profile.number)
        let who = try presence(of: user, in: reader)
        let place = try reader.presence(of: account)
        let likeness = LostLikeness([who.successor, place.successor])
        var current: AccountRecord.Access?
        var since: Instant?
        if let who = who.record, let stored = place.record {
            current = try reader.grant(of: who.id, for: stored.account.id)?.access
            let subject = DecisionLog.Subject.access(who.id, stored.account.id)
            let earlier = DecisionLog.Subject.access(user.id, account.account.id)
            // The access may stem from before the backup, because the feed is read from the last
            // common transfer on.
            if decisions.isOfNowAlone(subject, insteadOf: earlier) { return nil }
            since = decisions.standing(subject, insteadOf: earlier)
        }
        guard current != access else { return nil }
        let change =
            "\(user.name) had \(words(of: access)) to \(number), and has \(words(of: current)) now."
        guard let access else {
            return Item(
                sentence: since == nil ? "\(user.name) has access to \(number) again." : change,
                command: ShellCommand("access revoke").argument(user.name).argument(
                    account.profile.number
                ),
                isShuttingOut: true,
                decidedSince: since
            )
        }
        return Item(
            sentence: since == nil
                ? "\(user.name) lacks the access to \(number) that was given." : change,
            command: ShellCommand("access grant").argument(user.name).argument(
                account.profile.number
            )
            .argument(access.word),
            isRepeatable: who.canBeNamed(user) && place.canBeNamed(account),
            likeness: likeness,
            decidedSince: since
        )
    }

    private func words(of access: AccountRecord.Access?) -> String {
        access.map { "\($0.word) access" } ?? "no access"
    }

    /// Compares a payee of a user.
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
                sentence: since == nil
                    ? "\(number) is a payee of \(user.name) again."
                    : "\(number) was no payee of \(user.name), and is one now.",
                command: ShellCommand("payee remove").argument(user.name).argument(payee.number),
                decidedSince: since
            )
        }
        guard !isListed || current?.name != payee.name else { return nil }
        // The bank adds no closed account as a payee, and nobody may pay to one.
        if let stored = place.record, stored.account.isClosed || account.account.isClosed {
            return nil
        }
        let change: String
        if let current, isListed {
            let (old, new) = (OperatorText.clean(payee.name), OperatorText.clean(current.name))
            change = "\(number) was a payee of \(user.name) as \(old), and is one as \(new) now."
        } else {
            change = "\(number) was a payee of \(user.name), and is none now."
        }
        return Item(
            sentence: since == nil
                ? "\(number) is not the payee of \(user.name) that it was." : change,
            command: ShellCommand("payee add").argument(user.name).argument(payee.number)
                .option("--name", payee.name),
            isRepeatable: who.canBeNamed(user) && place.canBeNamed(account),
            likeness: LostLikeness([who.successor, place.successor]),
            decidedSince: since
        )
    }
}

extension LostPresence<UserRecord> {
    /// Returns true if a command may name the user, who exists or is added by an earlier one.
    ///
    /// No command in the list adds a user who was disabled in the end.
    func canBeNamed(_ lost: UserRecord) -> Bool { record != nil || !lost.isDisabled }
}

extension LostPresence<StoredAccount> {
    /// Returns true if a command may name the account, which exists or is opened before.
    ///
    /// No command opens an account that was closed in the end.
    func canBeNamed(_ lost: StoredAccount) -> Bool { record != nil || !lost.account.isClosed }

    /// Returns true if a command may book on the account, which is not closed now.
    func takesBookings(_ lost: StoredAccount) -> Bool {
        canBeNamed(lost) && record?.account.isClosed != true
    }
}
