import CoreVocabulary
import LedgerCore
import SyncCore

/// Opens accounts, and keeps who may use and pay them.
struct AccountAdministration: BankService {
    let resources: BankResources

    /// Opens an account; opening the same one again has no effect.
    ///
    /// The bank's own accounts (cash, settlement) are opened here too, on the debit side. Money
    /// that comes into the bank is debited there, so that the books sum to zero in each currency.
    ///
    /// - Throws: ``BankError`` if the number or a name breaks a rule, the ledger refuses, the
    ///   number belongs to another account, the account was opened before with another profile, or
    ///   the opening time is in the future.
    func open(_ new: NewAccount) async throws {
        let new = try new.checked()
        let now = context.clock.now()
        let openedAt = new.openedAt ?? now
        guard openedAt <= now else { throw BankError(.timeInFuture) }
        let refusal = try await commits.run {
            try Self.open(new, at: openedAt, auditedAt: now, in: $0)
        }
        if let refusal { throw BankError(.ledgerRefused(refusal.rejection)) }
    }

    /// Lists an account among a user's payees under a checked name; a nil name removes it.
    ///
    /// - Throws: ``BankError`` if there is no such user or account, or the account is closed.
    func setPayee(_ accountID: AccountID, of userID: UserID, name: String?) async throws {
        let isRemoved = name == nil
        let now = context.clock.now()
        try await commits.run { transaction in
            guard try transaction.user(userID) != nil else { throw BankError(.userUnknown) }
            guard let stored = try transaction.account(accountID) else {
                throw BankError(.accountUnknown)
            }
            let known = try transaction.payee(of: userID, with: accountID)
            guard let name = name ?? known?.name else { return }
            let payee = PayeeRecord(
                accountID: accountID,
                name: name,
                number: stored.profile.number,
                branchCode: stored.profile.branchCode,
                currency: stored.account.currency,
                isRemoved: isRemoved
            )
            guard payee != known else { return }
            guard isRemoved || !stored.account.isClosed else { throw BankError(.payeeIsClosed) }
            var writer = try LedgerWriter(transaction, loading: EmptyCollection())
            try writer.tell(.payee(payee), to: .user(userID))
            try transaction.insert(payee, of: userID, feedSequence: writer.feed.head)
            try transaction.audit(
                .payeeChanged,
                of: accountID.rawValue,
                at: now,
                detail: AuditDetail.payee(
                    wasListed: known.map { !$0.isRemoved } ?? false,
                    isListed: !isRemoved
                ).digest,
                concerning: userID
            )
        }
    }

    private static func open(
        _ new: NewAccount,
        at instant: Instant,
        auditedAt now: Instant,
        in transaction: any LedgerTransaction
    ) throws -> Refusal? {
        var state = LedgerState()
        let known = try transaction.account(new.opening.id)
        if let known { state.load(known.account) }
        switch state.apply(.openAccount(new.opening), at: instant) {
        case .rejected(let refusal, _):
            try transaction.audit(
                .accountOpened,
                .refused,
                of: new.opening.id.rawValue,
                at: now,
                detail: AuditDetail.number(try new.profile.checkedNumber()).digest,
                note: .rejection(refusal.rejection)
            )
            return refusal
        case .exists:
            guard known?.profile == new.profile else {
                throw BankError(.accountExistsWithDifferentProfile)
            }
            return nil
        case .accepted(let events):
            for spelling in try new.profile.checkedNumber().spellings {
                guard try transaction.account(number: spelling) == nil else {
                    throw BankError(.accountNumberTaken)
                }
            }
            for case .accountOpened(let account) in events {
                let head = ChainHead.genesis(of: account.id)
                try transaction.insert(
                    StoredAccount(account: account, profile: new.profile, head: head)
                )
            }
            try transaction.audit(
                .accountOpened,
                of: new.opening.id.rawValue,
                at: now,
                detail: AuditDetail.limits(new.opening.limits, before: .none).digest
            )
            return nil
        }
    }
}

extension NewAccount {
    /// Returns the new account with its number as it is stored; throws the first broken rule.
    fileprivate func checked() throws(BankError) -> NewAccount {
        for name in [profile.holder, profile.product] {
            if let refusal = ShownName.refusal(of: name) { throw BankError(.nameRefused(refusal)) }
        }
        // The bank's own accounts have no branch.
        if !profile.branchCode.isEmpty, let refusal = ShownName.refusal(of: profile.branchCode) {
            throw BankError(.nameRefused(refusal))
        }
        return NewAccount(
            opening: opening,
            profile: AccountProfile(
                number: try profile.checkedNumber().text,
                branchCode: profile.branchCode,
                holder: profile.holder,
                product: profile.product
            ),
            openedAt: openedAt
        )
    }
}

extension AccountProfile {
    fileprivate func checkedNumber() throws(BankError) -> AccountNumber {
        do {
            return try AccountNumber(number)
        } catch {
            throw BankError(.accountNumberRefused(error))
        }
    }
}
