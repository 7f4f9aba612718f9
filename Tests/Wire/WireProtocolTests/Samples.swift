import CoreVocabulary
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// One message of every kind.
enum Sample {
    static let time = Instant(secondsSinceEpoch: 1_790_000_000)
    static let decision = IntentDecision(
        key: IntentKey(rawValue: 7),
        outcome: .posted(JournalID(rawValue: 8)),
        decidedAt: time
    )

    static let requests: [RequestEnvelope] = [
        RequestEnvelope(
            token: nil,
            request: .signIn(
                SignInRequest(
                    user: "asha\u{1F600}\"\\\u{7}\u{2028}",
                    password: Array("पासवर्ड".utf8),
                    code: Array("123456".utf8)
                )
            )
        ),
        RequestEnvelope(token: [1, 2, 3], request: .signOut),
        RequestEnvelope(
            token: [0xFF],
            request: .feed(FeedRequest(cursor: nil, limit: 1, waitMilliseconds: 0))
        ),
        RequestEnvelope(
            token: [],
            request: .feed(
                FeedRequest(
                    cursor: Cursor(epoch: .max, feedSequence: .max),
                    limit: FeedBatch.changeLimit,
                    waitMilliseconds: FeedRequest.waitLimitMilliseconds
                )
            )
        ),
        RequestEnvelope(
            token: [9],
            request: .submitIntent(
                SubmitIntentRequest(
                    reviewed: [1, 2, 3, 4],
                    sessionID: SessionID(rawValue: 5),
                    claimedAt: time,
                    proof: [0, 255]
                )
            )
        ),
        RequestEnvelope(token: [9], request: .intentStatus(IntentKey(rawValue: .max))),
    ]

    static func replies() throws -> [Reply] {
        let intents: [IntentReply] =
            [
                .created(decision), .exists(decision), .existsWithDifferent(field: "amount"),
                .unknown,
            ] + AuthorisationRefusal.allCases.map { .notAuthorised($0) }
        return [
            .signedIn(
                SignInReply(
                    token: Array(0..<32),
                    sessionID: SessionID(rawValue: 1),
                    userID: UserID(rawValue: 2),
                    displayName: "Asha \u{1B}[31m\u{202E}",
                    role: "customer",
                    storageKey: Array(repeating: 7, count: 32),
                    authorisationKey: Array(repeating: 8, count: 32),
                    serverTime: time,
                    endsAt: time.adding(seconds: 900)
                )
            ),
            .signedOut,
            .feed(try feed(entryCount: 3)),
            .feed(
                FeedReply(
                    batch: FeedBatch(
                        changes: [],
                        cursor: Cursor(epoch: 0, feedSequence: 0),
                        head: Cursor(epoch: 0, feedSequence: 0)
                    ),
                    serverTime: time
                )
            ),
        ] + intents.map { .intent($0) }
            + Problem.Code.allCases.map { .problem(Problem(code: $0)) }
            + [.problem(Problem(code: .tooManyTries, retryAfterSeconds: 30))]
    }

    static func feed(entryCount: Int64) throws -> FeedReply {
        let day = try #require(BusinessDate(dayNumber: 20_000))
        var balance: Int64 = 0
        let changes: [FeedChange] = (1...entryCount).map { sequence in
            balance += sequence
            return .entry(
                EntryRecord(
                    accountID: AccountID(rawValue: 1),
                    accountSequence: sequence,
                    journalID: JournalID(rawValue: UInt128(sequence)),
                    transferID: TransferID(rawValue: UInt128(sequence)),
                    amount: Money(minorUnits: sequence, currency: .indianRupee),
                    balanceAfterMinorUnits: balance,
                    bookedAt: time.adding(seconds: sequence),
                    valueDate: day,
                    code: 1,
                    counterparty: "Sahyadri Grocers & Sons",
                    reference: "Invoice \(sequence)"
                )
            )
        }
        let cursor = Cursor(epoch: 3, feedSequence: entryCount)
        return FeedReply(
            batch: FeedBatch(changes: changes, cursor: cursor, head: cursor),
            serverTime: time
        )
    }
}
