import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: the bank offers every change of accounts that the ledger knows, and tells all who see
/// them.
///
/// Method: each act on a small bank; then the books, the audit log and the feed of a user.
@Suite("Changes of accounts, holds and reversals")
struct AccountChangeTests {
    /// The account records that a user's feed tells of an account, oldest first.
    private func told(
        _ bank: TestBank,
        of word: String,
        to user: String
    ) async throws
        -> [AccountRecord]
    {
        let id = try bank.account(word)
        let session = try await bank.signIn(user)
        return try await session.feed().changes.compactMap { change in
            guard case .account(let record) = change, record.accountID == id else { return nil }
            return record
        }
    }

    private func code(_ body: () async throws -> Void) async -> BankError.Code? {
        do {
            try await body()
            return nil
        } catch let error as BankError {
            return error.code
        } catch {
            return nil
        }
    }

    @Test("an empty account is closed for good, and whoever sees it is told")
    func close() async throws {
        let bank = try await TestBank.open()
        let id = try bank.account("savings")
        let balance = try #require(try await bank.store.read { try $0.account(id) }).account.booked
        #expect(
            await code { try await bank.bank.closeAccount(id) }
                == .ledgerRefused(.accountHasBalance)
        )
        _ = try await bank.bank.post([bank.posting("savings", "current", balance.minorUnits)])
        try await bank.bank.closeAccount(id)
        #expect(try await bank.store.read { try $0.account(id)?.account.isClosed } == true)
        #expect(try await told(bank, of: "savings", to: "asha").last?.isClosed == true)
        let lines = try await bank.auditRows(.accountClosed)
        #expect(lines.map(\.objectBits) == [id.rawValue, id.rawValue])
        #expect(lines.map(\.result) == [.refused, .done])
        // Symptom: of two who closed it at once one was refused, and one who came later was not.
        #expect(try await !bank.bank.closeAccount(id))
        #expect(try await bank.auditRows(.accountClosed).count == 2)
        #expect(
            await code { try await bank.bank.closeAccount(AccountID(rawValue: 404)) }
                == .accountUnknown
        )
        #expect(try await bank.store.check() == nil)
    }

    @Test("limits are changed to those that the account keeps, and whoever sees it is told")
    func limits() async throws {
        let bank = try await TestBank.open()
        let id = try bank.account("current")
        let wide = AccountLimits(minimumBalance: -9_000_000)
        try await bank.bank.changeLimits(of: id, to: wide)
        #expect(try await bank.store.read { try $0.account(id)?.account.limits } == wide)
        let last = try await told(bank, of: "current", to: "asha").last
        #expect(last?.minimumBalanceMinorUnits == -9_000_000)
        #expect(try await bank.audited(.limitsChanged) == [id.rawValue])
        let impossible = AccountLimits(minimumBalance: 900_000_000_000)
        #expect(
            await code { try await bank.bank.changeLimits(of: id, to: impossible) }
                == .ledgerRefused(.limitsAreNotKept)
        )
        #expect(try await bank.store.check() == nil)
    }

    // Symptom: of two operators, one of whom changed the lowest balance and the other the highest, one
    // had their limit undone. Cause: the limits were read before the transaction that wrote them.
    @Test("of limits that are changed side by side, each change stays")
    func limitsSideBySide() async throws {
        let bank = try await TestBank.open()
        let id = try bank.account("current")
        for round in 1...20 as ClosedRange<Int64> {
            async let low = bank.bank.changeLimits(of: id) { limits in
                var changed = limits
                changed.minimumBalance = -9_000_000 - round
                return changed
            }
            async let high = bank.bank.changeLimits(of: id) { limits in
                var changed = limits
                changed.maximumBalance = 90_000_000 + round
                return changed
            }
            #expect(try await low.isChanged)
            #expect(try await high.isChanged)
            let limits = try await bank.store.read { try $0.account(id)?.account.limits }
            #expect(limits?.minimumBalance == -9_000_000 - round)
            #expect(limits?.maximumBalance == 90_000_000 + round)
        }
        let (kept, isChanged) = try await bank.bank.changeLimits(of: id) { $0 }
        #expect(kept.maximumBalance == 90_000_020)
        #expect(!isChanged)
    }

    @Test("a transfer is reversed once, and each side is shown whom it was shown before")
    func reverse() async throws {
        let bank = try await TestBank.open()
        let posting = try bank.posting("savings", "current", 700)
        // Others of the same account and the same instant, before it and after it.
        for amount in 1...5 as ClosedRange<Int64> {
            _ = try await bank.bank.post([bank.posting("savings", "current", amount)])
        }
        _ = try await bank.bank.post([posting])
        bank.clock.advance(seconds: 60)
        for amount in 1...5 as ClosedRange<Int64> {
            _ = try await bank.bank.post([bank.posting("savings", "current", amount)])
        }
        let original = posting.journal.transfers[0]
        let id = try await bank.bank.reverse(original.id)
        let reversal = try #require(try await bank.store.read { try $0.transfer(id) })
        #expect(reversal.transfer.kind == .reversal(of: original.id))
        #expect(reversal.transfer.amount == original.amount)
        var exported: ExportedTransfer?
        try await bank.bank.exportJournals { if $0.transferID == id { exported = $0 } }
        #expect(exported?.debit.counterparty == "from savings")
        #expect(exported?.credit.counterparty == "to current")
        #expect(exported?.reference == "Reversal: REF 700")
        #expect(
            await code { _ = try await bank.bank.reverse(original.id) }
                == .ledgerRefused(.reversedTransferAlreadyReversed)
        )
        #expect(
            await code { _ = try await bank.bank.reverse(TransferID(rawValue: 404)) }
                == .transferUnknown
        )
        #expect(try await bank.store.check() == nil)
    }

    @Test("money is held, taken in part or released, and the holder is told under one reference")
    func holds() async throws {
        let bank = try await TestBank.open()
        let (from, to) = (try bank.account("savings"), try bank.account("current"))
        func hold(_ minorUnits: Int64) async throws -> TransferID {
            try await bank.bank.hold(
                BankHold(
                    debitAccountID: from,
                    creditAccountID: to,
                    amount: Money(minorUnits: minorUnits, currency: .indianRupee),
                    reference: "deposit for a hall",
                    expiresAt: nil
                )
            )
        }
        func held() async throws -> Int64? {
            try await bank.store.read { try $0.account(from)?.account.held.minorUnits }
        }
        let first = try await hold(900)
        let second = try await hold(100)
        #expect(try await held() == 1_000)
        let part = Money(minorUnits: 400, currency: .indianRupee)
        let posted = try await bank.bank.postHold(first, amount: part)
        try await bank.bank.voidHold(second)
        #expect(try await held() == 0)
        var exported: ExportedTransfer?
        try await bank.bank.exportJournals { if $0.transferID == posted { exported = $0 } }
        #expect(exported?.amount == part)
        #expect(exported?.reference == "deposit for a hall")
        #expect(
            await code { try await bank.bank.voidHold(second) }
                == .ledgerRefused(.pendingTransferAlreadyVoided)
        )
        #expect(try await bank.store.check() == nil)
    }

    // Symptom: an operator's reference could turn the text round, or have any length, and a console sent
    // neither. Cause: what the bank books by itself was held against no rule.
    @Test(
        "what the bank itself writes for people to see keeps the rules that consoles keep",
        arguments: [
            "a\u{1B}[2J", "a\nb", "\u{202E}ab", "\u{E000}", String(repeating: "a", count: 141),
        ]
    )
    func refusedReferences(reference: String) async throws {
        let bank = try await TestBank.open()
        let hold = try Self.hold(reference, bank)
        let held = await code { _ = try await bank.bank.hold(hold) }
        #expect(held == .referenceRefused)
        let id = TransferID(rawValue: 404)
        let reversed = await code { _ = try await bank.bank.reverse(id, reference: reference) }
        #expect(reversed == .referenceRefused)
    }

    @Test(
        "a reference of the bank's may be empty, and as long as a console's",
        arguments: ["", String(repeating: "ज", count: 140)]
    )
    func acceptedReferences(reference: String) async throws {
        let bank = try await TestBank.open()
        _ = try await bank.bank.hold(try Self.hold(reference, bank))
        #expect(try await bank.store.check() == nil)
    }

    private static func hold(_ reference: String, _ bank: TestBank) throws -> BankHold {
        BankHold(
            debitAccountID: try bank.account("savings"),
            creditAccountID: try bank.account("current"),
            amount: Money(minorUnits: 900, currency: .indianRupee),
            reference: reference,
            expiresAt: nil
        )
    }

    @Test("the name of a user keeps the rules of shown names")
    func shownName() async throws {
        let bank = try await TestBank.open()
        let named = await code {
            _ = try await bank.bank.addUser(
                NewUser(
                    name: "zoya",
                    displayName: "Zoya\u{202E}",
                    role: .customer,
                    password: TestBank.secret(Array(TestBank.password.utf8)),
                    totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
                )
            )
        }
        #expect(named == .nameRefused(.hiddenCharacter))
    }

    // Symptom: a hold out of the bank's cash was granted, set nothing aside and was shown nowhere.
    @Test("no money is held on an account that debits add to")
    func holdOnCash() async throws {
        let bank = try await TestBank.open()
        let (cash, savings) = (try bank.account("cash"), try bank.account("savings"))
        func place(_ from: AccountID, _ to: AccountID) async -> BankError.Code? {
            await code {
                _ = try await bank.bank.hold(
                    BankHold(
                        debitAccountID: from,
                        creditAccountID: to,
                        amount: Money(minorUnits: 900, currency: .indianRupee),
                        reference: "deposit for a hall",
                        expiresAt: nil
                    )
                )
            }
        }
        let before = try await bank.store.read { try $0.auditHead().number }
        #expect(await place(cash, savings) == .holdSetsNothingAside)
        #expect(try await bank.store.read { try $0.auditHead().number } == before)
        #expect(await place(savings, cash) == nil)
        let held = try await bank.store.read { reader in
            try [savings, cash].map { try reader.account($0)?.account.held.minorUnits }
        }
        #expect(held == [900, 900])
    }

    // Symptom: a reversal that the ledger refused stood in the audit log as done, and limits that it
    // refused not at all.
    @Test("what the ledger refused stands in the audit log as refused, with the rule")
    func refused() async throws {
        let bank = try await TestBank.open()
        let savings = try bank.account("savings")
        let before = try await bank.store.read { try $0.auditHead().number }
        let tooMuch = BankHold(
            debitAccountID: savings,
            creditAccountID: try bank.account("current"),
            amount: Money(minorUnits: 900_000_000_000, currency: .indianRupee),
            reference: "",
            expiresAt: nil
        )
        let reserved = NewAccount(
            opening: AccountOpening(
                id: AccountID(rawValue: 0),
                currency: .indianRupee,
                normalBalance: .credit
            ),
            profile: AccountProfile(number: "9", branchCode: "", holder: "x", product: "y")
        )
        let limits = AccountLimits(minimumBalance: 900_000_000_000)
        let codes = [
            await code { try await bank.bank.closeAccount(savings) },
            await code { try await bank.bank.changeLimits(of: savings, to: limits) },
            await code { try await bank.bank.openAccount(reserved) },
            await code { _ = try await bank.bank.hold(tooMuch) },
        ]
        let notes = codes.map { code -> AuditNote? in
            guard case .ledgerRefused(let rejection)? = code else { return nil }
            return .rejection(rejection)
        }
        #expect(!notes.contains(nil))
        let rows = try await bank.store.read { try $0.auditRows(after: before, limit: 9) }
        #expect(
            rows.map(\.action)
                == [.accountClosed, .limitsChanged, .accountOpened, .journalsPosted]
        )
        #expect(rows.allSatisfy { $0.result == .refused })
        #expect(rows.map(\.note) == notes)
        // Of several journals some were posted; the line is theirs.
        let bad = try bank.posting("savings", "current", 900_000_000_000)
        _ = try await bank.bank.post([bad, bank.posting("savings", "current", 1)])
        _ = try await bank.bank.post([bad])
        let last = try await bank.auditRows(.journalsPosted).suffix(2)
        #expect(last.map(\.result) == [.done, .refused])
        #expect(last.map { $0.note == nil } == [true, false])
        #expect(try await bank.store.check() == nil)
    }

    @Test("the audit log says whom an access, a payee and a role concern, and what was given")
    func concerned() async throws {
        let bank = try await TestBank.open()
        let (asha, id) = (try bank.user("asha"), try bank.account("stranger"))
        let before = try await bank.store.read { try $0.auditHead().number }
        try await bank.bank.grantAccess(.view, to: id, for: asha)
        try await bank.bank.revokeAccess(to: id, for: asha)
        try await bank.bank.addPayee(id, named: "Stranger", for: asha)
        try await bank.bank.changeRole(of: asha, to: .support)
        let rows = try await bank.store.read { try $0.auditRows(after: before, limit: 9) }
        #expect(
            rows.map(\.action) == [.accessChanged, .accessChanged, .payeeChanged, .roleChanged]
        )
        #expect(rows.map(\.concernedID) == [asha, asha, asha, nil])
        #expect(rows.map(\.note) == [.access(.view), .access(nil), nil, .role(.support)])
        #expect(
            rows.map(\.told) == [
                .before(.access(nil)), .before(.access(.view)),
                .payee(wasListed: false, isListed: true), .before(.role(.customer)),
            ]
        )
        let added = try await bank.auditRows(.userAdded)
        #expect(added.first?.note == .role(.customer))
        #expect(try await bank.store.check() == nil)
    }

    @Test("every note of the audit log is read back from its number, and no two have one")
    func notes() {
        let accesses: [AccountRecord.Access?] = [nil, .viewMasked, .view, .operate]
        let notes =
            accesses.map(AuditNote.access) + Role.allCases.map(AuditNote.role)
            + Rejection.allCases.map(AuditNote.rejection)
        for note in notes { #expect(AuditNote(code: note.code) == note) }
        #expect(Set(notes.map(\.code)).count == notes.count)
        #expect(AuditNote(code: 4) == nil)
    }

    @Test("a new password ends every session, and only it opens the next one")
    func password() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let id = try bank.user("asha")
        let new = TestBank.secret(Array("eight rivers at dawn".utf8))
        try await bank.bank.changePassword(of: id, to: new)
        #expect(try await asha.ask(.sessions) == .problem(.init(code: .sessionEnded)))
        bank.clock.advance(seconds: 30)
        #expect(try await bank.askToSignIn("asha") == .problem(.init(code: .signInRefused)))
        bank.clock.advance(seconds: 30)
        guard
            case .signedIn = try await bank.askToSignIn("asha", password: "eight rivers at dawn")
        else {
            Issue.record("the new password opens no session")
            return
        }
        #expect(try await bank.audited(.passwordChanged) == [id.rawValue])
        // What changes later keeps it.
        try await bank.bank.disableUser(id)
        try await bank.bank.enableUser(id)
        bank.clock.advance(seconds: 30)
        guard
            case .signedIn = try await bank.askToSignIn("asha", password: "eight rivers at dawn")
        else {
            Issue.record("another change of the user brings the first password back")
            return
        }
        let short = TestBank.secret(Array("short".utf8))
        #expect(
            await code { try await bank.bank.changePassword(of: id, to: short) }
                == .passwordRefused(.tooShort)
        )
    }

    @Test("an act that changes nothing says so, and leaves no line in the audit log")
    func nothingToDo() async throws {
        let bank = try await TestBank.open()
        let id = try bank.user("asha")
        let lines = try await bank.store.read { try $0.auditHead().number }
        #expect(try await !bank.bank.enableUser(id))
        #expect(try await !bank.bank.unlockUser(id))
        #expect(try await !bank.bank.changeRole(of: id, to: .customer))
        #expect(await code { try await bank.bank.revokeTerminal("nosuch") } == .terminalUnknown)
        #expect(try await bank.store.read { try $0.auditHead().number } == lines)
        #expect(try await bank.bank.disableUser(id))
        #expect(try await !bank.bank.disableUser(id))
        #expect(try await bank.bank.revokeTerminal("branch-7", isKnown: true) == 0)
        #expect(try await bank.bank.revokeTerminal("branch-7") == nil)
        let tara = try await bank.signIn("tara", terminal: "till-1")
        #expect(try await bank.bank.revokeSession(tara.reply.sessionID))
        #expect(try await !bank.bank.revokeSession(tara.reply.sessionID))
        #expect(try await bank.bank.revokeTerminal("till-1") == 0)
    }
}
