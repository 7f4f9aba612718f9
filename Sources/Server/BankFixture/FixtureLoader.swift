import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
package import LedgerService
import MoneyCore
import SyncCore

/// Loads a fixture into an empty bank.
package struct FixtureLoader: Sendable {
    /// Maximum number of journals of the large account posted in one commit.
    private static let volumeBatchCount = 4_000
    /// Maximum number of users that are added concurrently.
    private static let usersAtOnce = 8
    /// Maximum number of other journals in one commit, low enough to report progress often.
    private static let batchCount = 400

    private let fixture: Fixture
    private let bank: Bank

    /// Creates a loader of a fixture into a bank.
    package init(_ fixture: Fixture, into bank: Bank) {
        self.fixture = fixture
        self.bank = bank
    }

    /// Loads users, accounts, grants, payees and past payments, and reports the booked and all.
    ///
    /// The first customer gets an extra account with `volumeEntryCount` entries; zero for none.
    ///
    /// - Throws: ``FixtureError`` if the bank refuses a payment, or any error of the bank.
    package func load(
        volumeEntryCount: Int = 0,
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        let payments = fixture.payments()
        let total = payments.count + volumeEntryCount
        progress(0, total)
        let users = try await addUsers()
        try await openAccounts(fixture.accounts)
        try await grantAccess(to: fixture.accounts, users)
        try await addPayees(users)
        for start in stride(from: 0, to: payments.count, by: Self.batchCount) {
            try Task.checkCancellation()
            let end = min(start + Self.batchCount, payments.count)
            try await post(payments[start..<end], fixture.accounts)
            progress(end, total)
        }
        if volumeEntryCount > 0 {
            try await addVolume(volumeEntryCount, users) { done in
                progress(payments.count + done, total)
            }
        }
    }

    /// Adds all users, a few at a time, because a bank limits the passwords that wait.
    private func addUsers() async throws -> [String: UserID] {
        try await withThrowingTaskGroup(of: (String, UserID).self) { group in
            var users: [String: UserID] = [:]
            for (index, person) in fixture.people.enumerated() {
                try Task.checkCancellation()
                if index >= Self.usersAtOnce, let (name, id) = try await group.next() {
                    users[name] = id
                }
                group.addTask {
                    let id = UserID.version7(
                        at: fixture.zone.startOfDay(fixture.firstDay),
                        random: UInt128(index + 1)
                    )
                    return (person.user, try await bank.addUser(person.newUser(id: id)))
                }
            }
            return try await group.reduce(into: users) { users, user in users[user.0] = user.1 }
        }
    }

    private func openAccounts(_ accounts: [Fixture.Account]) async throws {
        let openedAt = fixture.zone.startOfDay(fixture.firstDay)
        for account in accounts {
            try await bank.openAccount(
                NewAccount(
                    opening: AccountOpening(
                        id: account.id,
                        currency: account.currency,
                        normalBalance: account.isInternal ? .debit : .credit,
                        limits: AccountLimits(
                            minimumBalance: account.isInternal ? nil : account.minimumMinorUnits
                        )
                    ),
                    profile: AccountProfile(
                        number: account.number,
                        branchCode: account.branchCode,
                        holder: account.holder,
                        product: account.product
                    ),
                    openedAt: openedAt
                )
            )
        }
    }

    private func grantAccess(
        to accounts: [Fixture.Account],
        _ users: [String: UserID]
    ) async throws {
        for account in accounts where !account.isInternal {
            if let owner = account.owner, let userID = users[owner] {
                try await bank.grantAccess(.operate, to: account.id, for: userID)
            }
            for grant in fixture.grants {
                guard let userID = users[grant.user] else { continue }
                try await bank.grantAccess(
                    try Self.access(grant.access),
                    to: account.id,
                    for: userID
                )
            }
        }
    }

    private func addPayees(_ users: [String: UserID]) async throws {
        for payee in fixture.payees {
            guard let userID = users[payee.user], let account = fixture.account(payee.accountKey)
            else { continue }
            try await bank.addPayee(account.id, unsafelyNamed: payee.name, for: userID)
        }
    }

    private func addVolume(
        _ count: Int,
        _ users: [String: UserID],
        progress: (Int) -> Void
    ) async throws {
        guard let (account, other, owner) = fixture.volumeAccounts() else {
            throw FixtureError("The fixture has no customer who could own the large account.")
        }
        try await openAccounts([account, other])
        if let userID = users[owner] {
            try await bank.grantAccess(.operate, to: account.id, for: userID)
        }
        for start in stride(from: 0, to: count, by: Self.volumeBatchCount) {
            let end = min(start + Self.volumeBatchCount, count)
            let payments = fixture.volumePayments(
                start..<end,
                of: count,
                account: account,
                other: other
            )
            try await post(payments[...], [account, other])
            progress(end)
        }
    }

    private func post(
        _ payments: ArraySlice<FixturePayment>,
        _ accounts: [Fixture.Account]
    ) async throws {
        let ids = Dictionary(uniqueKeysWithValues: accounts.map { ($0.key, $0.id) })
        let postings = payments.compactMap { payment -> Posting? in
            guard let payer = ids[payment.payer], let payee = ids[payment.payee] else { return nil }
            return payment.posting(from: payer, to: payee, in: fixture.zone)
        }
        let refusals = try await bank.post(postings)
        // A payment that an account cannot cover is left out. Any other refusal means that the
        // fixture is broken.
        for case let refusal? in refusals where refusal.rejection != .debitAccountBelowMinimum {
            throw FixtureError("The ledger refused a payment: \(refusal.rejection.sentence)")
        }
    }

    private static func access(_ word: String) throws(FixtureError) -> AccountRecord.Access {
        switch word {
        case "operate": .operate
        case "view": .view
        case "view-masked": .viewMasked
        default:
            throw FixtureError("accounts.toml: access is 'operate', 'view' or 'view-masked'.")
        }
    }
}

extension FixturePayment {
    fileprivate func posting(
        from payerID: AccountID,
        to payeeID: AccountID,
        in zone: ZoneOffset
    ) -> Posting {
        let transfer = Transfer(
            id: TransferID.version7(at: at, random: identifierBits),
            debitAccountID: payerID,
            creditAccountID: payeeID,
            amount: amount,
            kind: kind == .held ? .pend(expiresAt: nil) : .direct,
            code: code.rawValue,
            valueDate: zone.date(of: at),
            eventAt: at
        )
        return Posting(
            journal: Journal(
                id: JournalID.version7(at: at, random: ~identifierBits),
                transfers: [transfer]
            ),
            narratives: [
                Narrative(
                    shownToDebtor: payeeName,
                    shownToCreditor: payerName,
                    reference: reference
                )
            ],
            bookedAt: at
        )
    }

    private var code: TransferCode {
        switch (payer, payee) {
        case ("cash", _), ("nostro-usd", _): .deposit
        case (_, "cash"): .withdrawal
        case (_, "cards"), ("cards", _): .card
        case ("interest", _): .interest
        case (_, "upi"), ("upi", _), (_, "neft"), ("neft", _), (_, "nostro-usd"): .externalPayment
        default: .internalTransfer
        }
    }
}
