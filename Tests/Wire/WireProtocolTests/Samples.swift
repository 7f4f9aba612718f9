import CoreVocabulary
import Cryptography
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

    static let requests: [RequestEnvelope] =
        [
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
                        key: IntentKey(rawValue: 6),
                        reviewed: [1, 2, 3, 4],
                        sessionID: SessionID(rawValue: 5),
                        claimedAt: time,
                        proof: [0, 255]
                    )
                )
            ),
            RequestEnvelope(token: [9], request: .intentStatus(IntentKey(rawValue: .max))),
        ] + moreRequests.map { RequestEnvelope(token: [9], request: $0) }

    static let cursor = Cursor(epoch: 0xFEED, feedSequence: 12, scopeVersion: 7, mac: .max)
    static let stamp = DeviceStamp(
        deviceID: DeviceID(rawValue: 4),
        sequence: 1,
        previous: .zero,
        signature: Array(repeating: 6, count: 64)
    )

    static func intent(_ key: IntentKey) -> SubmitIntentRequest {
        SubmitIntentRequest(
            key: key,
            reviewed: [1],
            sessionID: SessionID(rawValue: 5),
            claimedAt: time,
            proof: [],
            stamp: stamp
        )
    }

    private static let moreRequests: [Request] = [
        .renew(RenewRequest(refresh: [1, 2], nonce: Array(repeating: 5, count: 16))),
        .sessions,
        .endSession(SessionID(rawValue: 77)),
        .beginSync(
            BeginSyncRequest(
                app: "0.1.0",
                recordVersion: 3,
                cursor: cursor,
                deviceKey: Array(repeating: 9, count: 32),
                deviceSequence: 0
            )
        ),
        .snapshot(SnapshotRequest(at: nil, page: "")),
        .snapshot(SnapshotRequest(at: cursor, page: "a.17", limit: 125)),
        .reconcile(ReconcileRequest(at: cursor, question: .root(.zero))),
        .reconcile(
            ReconcileRequest(
                at: cursor,
                question: .nodes([.root] + (TriePath(digits: [0, 15, 9]).map { [$0] } ?? []))
            )
        ),
        .reconcile(
            ReconcileRequest(
                at: cursor,
                question: .chains([
                    ChainPlaces(accountID: AccountID(rawValue: 3), places: [1, 9]),
                    ChainPlaces(accountID: AccountID(rawValue: 4), places: [2]),
                ])
            )
        ),
        .entries(EntriesRequest(accountID: AccountID(rawValue: 3), first: 1, last: 2_000)),
        .records(records(accountCount: 2)),
        .records(RecordsRequest(at: cursor, accountIDs: [], hasPayees: true)),
        .submitEvidence(evidence(itemCount: ChainBreak.allCases.count)),
        .submitIntent(intent(IntentKey(rawValue: 6))),
        .submitIntents(
            SubmitIntentsRequest(intents: (1...64).map { intent(IntentKey(rawValue: $0)) })
        ),
        .cancelIntent(IntentKey(rawValue: 8)),
        .wiped(WipeReceipt(nonce: [1], signature: [])),
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
                    tokens: tokens,
                    sessionID: SessionID(rawValue: 1),
                    userID: UserID(rawValue: 2),
                    displayName: "Asha \u{1B}[31m\u{202E}",
                    role: "customer",
                    storageKey: Array(repeating: 7, count: 32),
                    authorisationKey: Array(repeating: 8, count: 32),
                    leaseEndsAt: time.adding(seconds: 86_400),
                    serverTime: time,
                    endsAt: time.adding(seconds: 900),
                    zone: ZoneOffset(minutesEastOfUTC: -840)
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
            .renewed(RenewReply(tokens: tokens, leaseEndsAt: time, serverTime: time)),
            .sessions([
                session(terminal: nil, isCurrent: true),
                session(terminal: "fort-2", isCurrent: false),
            ]),
            .snapshot(try snapshot(isLast: false)),
            .snapshot(try snapshot(isLast: true)),
            .evidence(EvidenceVerdict.allCases), .evidence([]), .done,
            .intents(
                intents.map { .intent($0) }
                    + Problem.Code.allCases.map { .problem(Problem(code: $0)) }
            ),
        ] + (try comparisonReplies()) + intents.map { .intent($0) }
            + BeginSyncReply.Mode.allCases.map { mode in
                .syncBegun(
                    BeginSyncReply(
                        mode: mode,
                        head: cursor,
                        leaseEndsAt: time,
                        deviceSequence: 4,
                        serverTime: time,
                        zone: mode == .delta ? nil : .india
                    )
                )
            }
            + Problem.Code.allCases.map { .problem(Problem(code: $0)) }
            + [
                .problem(Problem(code: .tooManyTries, retryAfterSeconds: 30)),
                .problem(Problem(code: .wipe, wipeNonce: [1, 2, 3])),
            ]
    }

    private static func comparisonReplies() throws -> [Reply] {
        [
            .reconcile(.agrees),
            .reconcile(.behind),
            .reconcile(.differs(.accounts([]))),
            .reconcile(
                .nodes([
                    .accounts([]), .accounts([leaf]),
                    .branch(Array(repeating: .zero, count: TrieNode.width)),
                ])
            ),
            .reconcile(.chains([[.zero, nil], []])),
            .entries(try feed(entryCount: 2).batch.changes.compactMap(\.entry)),
            .records(.behind),
            .records(.told(ToldRecords(accountCount: 0, changes: [], hasPayees: true))),
            .records(
                .told(
                    ToldRecords(
                        accountCount: RecordsRequest.accountLimit,
                        changes: [.accessRevoked(AccountID(rawValue: 3))],
                        hasPayees: false
                    )
                )
            ),
        ]
    }

    static func events() throws -> [StreamEvent] {
        [
            .delta(try feed(entryCount: 2).batch),
            .checkpoint(
                StreamCheckpoint(
                    after: cursor,
                    cursor: cursor,
                    head: cursor,
                    root: .zero,
                    serverTime: time
                )
            ),
            .checkpoint(
                StreamCheckpoint(cursor: cursor, head: cursor, root: nil, serverTime: time)
            ),
            .heartbeat(
                StreamHeartbeat(head: cursor, serverTime: time, lifeMilliseconds: 15_000)
            ),
            .control(.resume), .control(.epochChanged), .control(.sessionEnded),
            .control(.wipe(nonce: [0, 255])), .control(.upgrade),
        ]
    }

    private static let tokens = SessionTokens(
        access: Array(0..<32),
        accessEndsAt: time.adding(seconds: 600),
        refresh: Array(32..<64),
        idleEndsAt: time.adding(seconds: 900)
    )

    private static let leaf = AccountLeaf(
        accountID: AccountID(rawValue: 3),
        accountSequence: 4,
        chainHash: .zero
    )

    private static func session(terminal: String?, isCurrent: Bool) -> SessionSummary {
        SessionSummary(
            id: SessionID(rawValue: 1),
            openedAt: time,
            seenAt: time,
            endsAt: time.adding(seconds: 900),
            terminal: terminal,
            isCurrent: isCurrent
        )
    }

    private static func snapshot(isLast: Bool) throws -> SnapshotReply {
        SnapshotReply(
            at: cursor,
            changes: try feed(entryCount: 1).batch.changes,
            nextPage: isLast ? nil : "b.1",
            root: isLast ? .zero : nil,
            serverTime: time
        )
    }

    /// A request for so many accounts and the payees.
    static func records(accountCount: Int) -> RecordsRequest {
        RecordsRequest(
            at: cursor,
            accountIDs: (0..<accountCount).map { AccountID(rawValue: .max - UInt128($0)) },
            hasPayees: true
        )
    }

    /// Evidence for every reason in turn.
    static func evidence(itemCount: Int, reference: String = "Rent") -> SubmitEvidenceRequest {
        let account = AccountID(rawValue: 3)
        let reasons = ChainBreak.allCases
        return SubmitEvidenceRequest(
            accountID: account,
            items: (0..<itemCount).map { place in
                EvidenceItem(
                    reason: reasons[place % reasons.count],
                    entry: EntryRecord(
                        accountID: account,
                        accountSequence: Int64(place) + 1,
                        journalID: JournalID(rawValue: 5),
                        transferID: TransferID(rawValue: 6),
                        amount: Money(minorUnits: -50, currency: .indianRupee),
                        balanceAfterMinorUnits: 7,
                        bookedAt: time,
                        valueDate: ZoneOffset.india.date(of: time),
                        code: 1,
                        counterparty: "Lakshmi Iyer",
                        reference: reference
                    )
                )
            }
        )
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
            batch: FeedBatch(
                changes: changes,
                after: entryCount > 1 ? cursor : nil,
                cursor: cursor,
                head: cursor
            ),
            serverTime: time
        )
    }
}

extension FeedChange {
    fileprivate var entry: EntryRecord? {
        if case .entry(let entry) = self { entry } else { nil }
    }
}
