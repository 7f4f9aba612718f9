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

/// Goal: the bank learns what its books lack from whoever held it, believes none of it, and nobody
/// can fill the books with it.
///
/// Method: entries that are in the books, that were altered, and that never were, from users with
/// and without a right to the account.
struct EvidenceTests {
    /// An entry of an account that the bank never booked.
    private func claim(
        _ accountID: AccountID,
        _ sequence: Int64,
        reference: String = "lost"
    ) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: sequence,
            journalID: JournalID(rawValue: UInt128(sequence)),
            transferID: TransferID(rawValue: UInt128(sequence)),
            amount: Money(minorUnits: -70_000, currency: .indianRupee),
            balanceAfterMinorUnits: 1,
            bookedAt: TestBank.start,
            valueDate: ZoneOffset.india.date(of: TestBank.start),
            code: 1,
            counterparty: "Lakshmi Iyer",
            reference: reference
        )
    }

    private func held(_ session: TestSession, _ word: String) async throws -> EntryRecord {
        let accountID = try session.bank.account(word)
        let entries = try await session.feed().changes.compactMap { change in
            if case .entry(let entry) = change, entry.accountID == accountID { entry } else { nil }
        }
        return try #require(entries.first)
    }

    @Test("an entry that the books hold is answered so, and nothing is kept")
    func held() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let entry = try await held(asha, "savings")
        #expect(try await asha.submitEvidence([entry]) == .evidence([.held]))
        #expect(try await bank.evidence().isEmpty)
        #expect(try await bank.auditRows(.evidenceSubmitted).isEmpty)
    }

    @Test("what the books lack or tell otherwise is kept once, as a claim, and moves nothing")
    func kept() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let savings = try bank.account("savings")
        let real = try await held(asha, "savings")
        let altered = claim(savings, real.accountSequence)
        let missing = claim(savings, real.accountSequence + 1)
        let before = try await bank.store.read { try $0.accounts() }
        let receivedAt = bank.clock.now()
        #expect(
            try await asha.submitEvidence([altered, real, missing])
                == .evidence([.kept, .held, .kept])
        )
        bank.clock.advance(seconds: 60)
        #expect(try await asha.submitEvidence([missing, altered]) == .evidence([.kept, .kept]))
        let found = try await bank.evidence()
        #expect(found.map(\.entry) == [altered, missing])
        #expect(found.allSatisfy { $0.reason == .divergence && $0.receivedAt == receivedAt })
        #expect(
            found.allSatisfy { $0.userID == asha.reply.userID }
                && found.allSatisfy { $0.sessionID == asha.reply.sessionID }
        )
        let rows = try await bank.auditRows(.evidenceSubmitted)
        #expect(rows.map(\.count) == [2])
        #expect(rows.map(\.actor) == [asha.reply.userID])
        #expect(rows.map(\.objectBits) == [savings.rawValue])
        #expect(try await bank.store.read { try $0.accounts() } == before)
        #expect(try await bank.store.check() == nil)
    }

    @Test("each user's word is kept by itself")
    func witnesses() async throws {
        let bank = try await TestBank.open()
        let entry = claim(try bank.account("savings"), 9)
        for name in ["asha", "tara", "nila"] {
            let session = try await bank.signIn(name)
            #expect(try await session.submitEvidence([entry]) == .evidence([.kept]))
        }
        let expected = try ["asha", "tara", "nila"].map { try bank.user($0) }
        #expect(try await bank.evidence().map(\.userID) == expected)
    }

    // Attack: somebody submits entries of accounts at random, to learn which there are, or to have
    // lies about others in the books.
    @Test("an account is for those who may see it or once could; to others it does not exist")
    func rights() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let notFound = Reply.problem(Problem(code: .notFound))
        let foreign = try await asha.submitEvidence([claim(bank.account("rohan"), 9)])
        let none = try await asha.submitEvidence([claim(AccountID(rawValue: 404), 9)])
        #expect(foreign == notFound && none == notFound)
        #expect(foreign.encoded == none.encoded)
        #expect(try await bank.evidence().isEmpty)
        let savings = try bank.account("savings")
        try await bank.bank.revokeAccess(to: savings, for: bank.user("asha"))
        #expect(try await asha.submitEvidence([claim(savings, 9)]) == .evidence([.kept]))
        _ = try await asha.ask(.signOut)
        #expect(
            try await asha.send(
                .submitEvidence(asha.evidence([claim(savings, 9)])),
                token: asha.tokens.access
            ) == .problem(Problem(code: .sessionEnded))
        )
    }

    // Attack: a customer sends lies without end.
    @Test("who submits too often has to wait, and what is refused is not kept")
    func pace() async throws {
        var configuration = BankConfiguration.forTests
        configuration.limits = RateLimits([.evidenceOfUser: RateLimit(burst: 2, everySeconds: 60)])
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        let savings = try bank.account("savings")
        for sequence in 1...2 as ClosedRange<Int64> {
            #expect(
                try await asha.submitEvidence([claim(savings, 100 + sequence)])
                    == .evidence([.kept])
            )
        }
        let refused = try await asha.submitEvidence([claim(savings, 103)])
        #expect(refused == .problem(Problem(code: .slowDown, retryAfterSeconds: 60)))
        let tara = try await bank.signIn("tara")
        #expect(try await tara.submitEvidence([claim(savings, 103)]) == .evidence([.kept]))
        #expect(try await bank.evidence().count == 3)
    }

    @Test("of one user no more is kept than the limit, for good, and others are not touched")
    func limit() async throws {
        var configuration = BankConfiguration.forTests
        configuration.limits = .unlimited
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        let savings = try bank.account("savings")
        let size = Int64(SubmitEvidenceRequest.itemLimit)
        for first in stride(from: 0, to: SubmittedEvidence.limitOfUser - 1, by: Int(size)) {
            let count = min(size, SubmittedEvidence.limitOfUser - 1 - first)
            let entries = (0..<count).map { claim(savings, 100 + first + $0) }
            _ = try await asha.submitEvidence(entries)
        }
        let more = [claim(savings, 1), claim(savings, 2), claim(savings, 100)]
        bank.clock.advance(seconds: 86_400 / 4)
        let again = try await bank.signIn("asha")
        #expect(try await again.submitEvidence(more) == .evidence([.kept, .full, .kept]))
        let user = try bank.user("asha")
        let count = try await bank.store.read { try $0.evidenceCount(of: user) }
        #expect(count == SubmittedEvidence.limitOfUser)
        let tara = try await bank.signIn("tara")
        #expect(try await tara.submitEvidence(more) == .evidence([.kept, .kept, .kept]))
        #expect(try await bank.store.check() == nil)
    }

    @Test("how much is kept of one user goes by the bank's counts")
    func limitOfCounts() async throws {
        var configuration = BankConfiguration.forTests
        configuration.counts.evidenceOfUser = 1
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        let savings = try bank.account("savings")
        let claims = [claim(savings, 101), claim(savings, 102)]
        #expect(try await asha.submitEvidence(claims) == .evidence([.kept, .full]))
    }
}

extension TestSession {
    /// The request that submits entries of one account.
    func evidence(_ entries: [EntryRecord]) -> SubmitEvidenceRequest {
        SubmitEvidenceRequest(
            accountID: entries.first?.accountID ?? AccountID(rawValue: 0),
            items: entries.map { EvidenceItem(reason: .divergence, entry: $0) }
        )
    }

    func submitEvidence(_ entries: [EntryRecord]) async throws -> Reply {
        try await ask(.submitEvidence(evidence(entries)))
    }
}

extension TestBank {
    /// Everything that was submitted.
    func evidence() async throws -> [SubmittedEvidence] {
        try await store.read { try $0.evidence(after: 0, limit: 10_000) }.map(\.evidence)
    }
}
