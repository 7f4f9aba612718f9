import CoreVocabulary
import LedgerService
import MoneyCore
import SyncCore

/// Conformance checks about evidence.
enum EvidenceChecks {
    /// Checks on submitted evidence.
    static let evidence: [StoreCheck] = [
        .transaction("an entry is kept as evidence of each user once, in the order of arrival") {
            books in
            try books.prepare(accounts: 3, users: 2)
            try expect(books.evidenceHead(), is: 0)
            let all = [
                Sample.evidence(1), Sample.evidence(2, account: 3), Sample.evidence(1, of: 2),
            ]
            for evidence in all { try books.insert(evidence) }
            try books.expectRefusal("the same entry of the same user") { try books.insert(all[0]) }
            try expect(books.evidenceHead(), is: 3)
            try expect([1, 2].map { try books.evidenceCount(of: $0) }, is: [2, 1])
            try expect(books.hasEvidence(all[1].digest, of: 1), is: true)
            try expect(books.hasEvidence(all[1].digest, of: 2), is: false)
            let found = try books.evidence(after: 0, limit: 9)
            try expect(found.map(\.number), is: [1, 2, 3])
            try expect(found.map(\.evidence), is: all)
            try expect(books.evidence(after: 1, limit: 1).map(\.evidence), is: [all[1]])
            try expect(books.evidence(after: 3, limit: 9).isEmpty, is: true)
        },
        .transaction("evidence has a user, a session and an account that there are") { books in
            try books.prepare(accounts: 2, users: 1)
            try books.expectRefusals([
                "of nobody": { try books.insert(Sample.evidence(1, of: 404)) },
                "of no session": { try books.insert(Sample.evidence(1, session: 404)) },
                "of no account": { try books.insert(Sample.evidence(1, account: 404)) },
            ])
            try expect(books.evidenceHead(), is: 0)
        },
        .transaction("an entry as long as evidence may be is kept, a longer one is not") { books in
            try books.prepare(accounts: 2, users: 1)
            let shortest = Sample.evidence(1, reference: "").entry.canonicalBytes.count
            let room = EntryRecord.evidenceByteLimit - shortest
            let longest = String(repeating: "x", count: room)
            try books.expectRefusal("an entry that is too long") {
                try books.insert(Sample.evidence(1, reference: longest + "x"))
            }
            try books.insert(Sample.evidence(1, reference: longest))
            try expect(books.evidenceHead(), is: 1)
        },
        .transaction("evidence that was taken back is none, and can be kept again") { books in
            try books.prepare(accounts: 2, users: 1)
            try books.takeBack { try books.insert(Sample.evidence(1)) }
            try expect(books.evidenceCount(of: 1), is: 0)
            try books.insert(Sample.evidence(1))
            try expect(books.evidenceHead(), is: 1)
        },
        .transaction("an account that was granted once was granted, also when it is not any more") {
            books in
            try books.prepare(accounts: 3, users: 2)
            try books.insert(Sample.grant(1, 2, at: 4))
            try books.insert(Sample.grant(1, 3, at: 5))
            try books.insert(Sample.grant(1, 3, nil, at: 6))
            let asked: [(UserID, AccountID)] = [(1, 2), (1, 3), (1, 1), (2, 2), (1, 404), (404, 2)]
            let found = try asked.map { try books.wasGranted($1, to: $0) }
            try expect(found, is: [true, true, false, false, false, false])
        },
    ]
}

extension Sample {
    static func evidence(
        _ number: Int,
        of user: Int = 1,
        account: Int = 2,
        session: Int = 1,
        reference: String? = nil
    ) -> SubmittedEvidence {
        SubmittedEvidence(
            userID: id(user),
            sessionID: id(session),
            reason: .divergence,
            entry: EntryRecord(
                accountID: id(account),
                accountSequence: Int64(number),
                journalID: id(number),
                transferID: id(number),
                amount: Money(minorUnits: 100, currency: .indianRupee),
                balanceAfterMinorUnits: 100,
                bookedAt: start,
                valueDate: ZoneOffset.india.date(of: start),
                code: 1,
                counterparty: "Payee",
                reference: reference ?? "REF \(number)"
            ),
            receivedAt: later(Int64(number))
        )
    }
}
