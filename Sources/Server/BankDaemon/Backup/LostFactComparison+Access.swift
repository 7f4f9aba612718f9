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
        var current: AccountRecord.Access?
        if let who = try reader.current(user), let stored = try reader.current(account) {
            current = try reader.grant(of: who.id, for: stored.account.id)?.access
        }
        guard current != access else { return nil }
        guard let access else {
            return Item(
                "\(user.name) has access to \(number) again.",
                ShellCommand("access revoke").argument(user.name)
                    .argument(account.profile.number),
                isShuttingOut: true
            )
        }
        return Item(
            "\(user.name) lacks the access to \(number) that was given.",
            ShellCommand("access grant").argument(user.name).argument(account.profile.number)
                .argument(access.word)
        )
    }

    /// The item for a payee of a user.
    func item(
        for payee: PayeeRecord,
        of user: UserRecord,
        in reader: any LedgerReading
    ) throws -> Item? {
        let number = OperatorText.clean(payee.number)
        var current: PayeeRecord?
        if let who = try reader.current(user) {
            let id =
                try reader.account(payee.accountID)?.account.id
                ?? reader.account(number: payee.number)
            current = try id.flatMap { try reader.payee(of: who.id, with: $0) }
        }
        let isListed = current.map { !$0.isRemoved } ?? false
        if payee.isRemoved {
            guard isListed else { return nil }
            return Item(
                "\(number) is a payee of \(user.name) again.",
                ShellCommand("payee remove").argument(user.name).argument(payee.number)
            )
        }
        guard !isListed || current?.name != payee.name else { return nil }
        return Item(
            "\(number) is not the payee of \(user.name) that it was.",
            ShellCommand("payee add").argument(user.name).argument(payee.number)
                .option("--name", payee.name)
        )
    }

    /// The item for a hold; what took one is a transfer, and listed as such.
    func item(
        for hold: HoldRecord,
        _ record: TransferRecord,
        _ from: String,
        _ to: String,
        in reader: any LedgerReading
    ) throws -> Item? {
        let (id, formatter) = (record.transfer.id, MoneyFormatter(.plain))
        let payer = OperatorText.clean(from)
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
            var likeness: LostLikeness?
            switch holds[id] {
            case .placedAgain: return nil
            case .like(let found): likeness = found
            case .lost, nil: break
            }
            let until = hold.expiresAt.map { zone.date(of: $0.adding(seconds: -1)).description }
            return Item(
                "\(payer) does not hold \(formatter.textWithCode(hold.amount)) any more.",
                ShellCommand("hold place").argument(formatter.text(hold.amount))
                    .option("--from", from).option("--to", to)
                    .option("--reference", hold.reference).option("--until", until),
                holdID: id,
                likeness: likeness
            )
        default: return nil
        }
    }
}
