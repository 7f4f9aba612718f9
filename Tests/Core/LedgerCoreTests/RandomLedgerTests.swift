// Goal: LedgerState answers every command as an obvious second ledger does, and the books are
// right after each.
// Method: thousands of commands of a seed, most of them nearly right; the answers, the counters,
// the versions and the entries are compared, and all invariants checked, after every command.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Random commands")
struct RandomLedgerTests {
    @Test("LedgerState and the naive ledger agree", arguments: 1...10 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) throws {
        var commands = RandomCommands(seed: seed)
        var state = LedgerState()
        var naive = NaiveLedger()
        var followers: [AccountID: EntryFollower] = [:]
        var seen: Set<Rejection> = []
        for step in 0..<700 {
            let (command, instant) = commands.next(naive)
            let outcome = state.apply(command, at: instant)
            let expected = naive.apply(command, at: instant)
            try #require(outcome.answer == expected, "seed \(seed), step \(step): \(command)")
            if case .rejected(let rejection, _) = expected { seen.insert(rejection) }
            try #require(state.checkInvariants() == [], "seed \(seed), step \(step)")
            follow(outcome.events, &followers)
            for opening in naive.openings {
                let account = try #require(state.account(opening.id))
                let counted = naive.counted(opening.id)
                try #require(account.counted == counted, "seed \(seed), step \(step)")
                #expect(followers[opening.id]?.sequence ?? 0 == account.version)
                #expect(followers[opening.id]?.balance ?? account.booked == account.booked)
            }
        }
        #expect(seen.count >= 20, "seed \(seed) saw only \(seen.count) rejections")
    }

    @Test("a refused command changes nothing but the memory of the refusal")
    func refusalsChangeNothing() throws {
        var commands = RandomCommands(seed: 77)
        var state = LedgerState()
        var naive = NaiveLedger()
        for _ in 0..<400 {
            let (command, instant) = commands.next(naive)
            let before = state
            let outcome = state.apply(command, at: instant)
            _ = naive.apply(command, at: instant)
            guard outcome.refusal != nil else { continue }
            for opening in naive.openings {
                #expect(state.account(opening.id) == before.account(opening.id))
            }
            for made in naive.made {
                #expect(state.transfer(made.transfer.id) == before.transfer(made.transfer.id))
            }
            guard case .postJournal(let journal) = command else { continue }
            for transfer in journal.transfers where before.transfer(transfer.id) == nil {
                #expect(state.transfer(transfer.id) == nil)
            }
        }
    }

    @Test("a state loaded from a footprint answers as the whole ledger does")
    func footprintSuffices() throws {
        var commands = RandomCommands(seed: 99)
        var whole = LedgerState()
        var naive = NaiveLedger()
        for _ in 0..<400 {
            let (command, instant) = commands.next(naive)
            let footprint = Footprint(of: command)
            #expect(footprint.accounts == Set(footprint.accounts).sorted())
            #expect(footprint.transfers == Set(footprint.transfers).sorted())
            var part = LedgerState(latestBookedAt: whole.latestBookedAt)
            for id in footprint.accounts { whole.account(id).map { _ = part.load($0) } }
            for id in footprint.transfers { whole.transfer(id).map { _ = part.load($0) } }
            for id in footprint.journals { whole.journal(id).map { _ = part.load($0) } }
            let outcome = part.apply(command, at: instant)
            let expected = whole.apply(command, at: instant)
            #expect(outcome == expected)
            _ = naive.apply(command, at: instant)
        }
    }

    private func follow(
        _ events: [LedgerEvent],
        _ followers: inout [AccountID: EntryFollower]
    ) {
        for case .transferMade(let made) in events {
            guard let entries = made.entries else { continue }
            for (entry, account) in [
                (entries.debit, made.debitAccount), (entries.credit, made.creditAccount),
            ] {
                var follower =
                    followers[account.id]
                    ?? EntryFollower(
                        accountID: account.id,
                        normalBalance: account.normalBalance,
                        balance: .zero(account.currency)
                    )
                let fault = follower.take(entry)
                #expect(fault == nil)
                #expect(entry.balanceAfter == account.booked)
                followers[account.id] = follower
            }
        }
    }
}

extension Outcome {
    /// The answer in the words of the naive ledger.
    var answer: NaiveLedger.Answer {
        switch self {
        case .accepted: .accepted
        case .exists(let decision): .exists(decision.refusal?.rejection)
        case .rejected(let refusal, _): .rejected(refusal.rejection, refusal.index)
        }
    }
}

extension Account {
    /// The counters and the version in the words of the naive ledger.
    var counted: NaiveLedger.Counted {
        NaiveLedger.Counted(
            debitsPending: Int128(counters.debitsPending),
            debitsPosted: Int128(counters.debitsPosted),
            creditsPending: Int128(counters.creditsPending),
            creditsPosted: Int128(counters.creditsPosted),
            entries: version
        )
    }
}
