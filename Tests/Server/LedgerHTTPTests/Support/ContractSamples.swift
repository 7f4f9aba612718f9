import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import WireProtocol

/// Messages of every kind, and which replies each route may give.
enum ContractSamples {
    static let time = Instant(secondsSinceEpoch: 1_790_000_000)
    static let cursor = Cursor(epoch: 0xFEED, feedSequence: 12, scopeVersion: 7, mac: .max)

    private static let key = IntentKey(rawValue: 7)
    private static let account = AccountID(rawValue: 3)

    static let requests: [Request] = [
        .signIn(
            SignInRequest(
                user: "asha\u{1F600}\"\\\u{7}\u{2028}",
                password: Array("पासवर्ड".utf8),
                code: Array("123456".utf8)
            )
        ),
        .renew(RenewRequest(refresh: [1, 2], nonce: Array(repeating: 5, count: 16))),
        .signOut, .sessions, .endSession(SessionID(rawValue: 77)),
        .beginSync(beginSync(cursor: cursor, keyByteCount: 32)),
        .beginSync(beginSync(cursor: nil, keyByteCount: 0)),
        .snapshot(SnapshotRequest(at: nil, page: "")),
        .snapshot(SnapshotRequest(at: cursor, page: "a.17")),
        .feed(FeedRequest(cursor: nil, limit: 1, waitMilliseconds: 0)),
        .feed(
            FeedRequest(
                cursor: cursor,
                limit: FeedBatch.changeLimit,
                waitMilliseconds: FeedRequest.waitLimitMilliseconds
            )
        ),
        .reconcile(ReconcileRequest(at: cursor, question: .root(.zero))),
        .reconcile(
            ReconcileRequest(
                at: cursor,
                question: .nodes([.root] + (TriePath(digits: [0, 15]).map { [$0] } ?? []))
            )
        ),
        .reconcile(
            ReconcileRequest(
                at: cursor,
                question: .chains([ChainPlaces(accountID: account, places: [1, 9])])
            )
        ),
        .entries(EntriesRequest(accountID: account, first: 1, last: 2_000)),
        .submitIntent(submit(stamp: nil)),
        .submitIntent(
            submit(
                stamp: DeviceStamp(
                    deviceID: DeviceID(rawValue: 4),
                    sequence: 1,
                    previous: .zero,
                    signature: Array(repeating: 6, count: 64)
                )
            )
        ),
        .submitIntents(SubmitIntentsRequest(intents: [submit(stamp: nil)])),
        .intentStatus(key), .cancelIntent(key), .wiped(WipeReceipt(nonce: [1], signature: [])),
        .records(RecordsRequest(at: cursor, accountIDs: [account], hasPayees: true)),
        .records(RecordsRequest(at: cursor, accountIDs: [], hasPayees: false)),
        .submitEvidence(
            SubmitEvidenceRequest(
                accountID: account,
                items: entries.map { EvidenceItem(reason: .divergence, entry: $0) }
            )
        ),
    ]

    /// What each route may be answered beside problems.
    static func replies(to route: Route) -> [Reply] {
        switch route {
        case .signIn: [.signedIn(signedIn(in: .india)), .signedIn(signedIn(in: nil))]
        case .renew: [.renewed(RenewReply(tokens: tokens, leaseEndsAt: time, serverTime: time))]
        case .signOut: [.signedOut]
        case .sessions: [.sessions([session(terminal: nil), session(terminal: "fort-2")])]
        case .beginSync:
            BeginSyncReply.Mode.allCases.map { .syncBegun(syncBegun($0, in: .india)) }
                + [.syncBegun(syncBegun(.delta, in: nil))]
        case .snapshot: [.snapshot(snapshot(isLast: true)), .snapshot(snapshot(isLast: false))]
        case .feed:
            [
                .feed(FeedReply(batch: batch([]), serverTime: time)),
                .feed(FeedReply(batch: batch(entries.map { .entry($0) }), serverTime: time)),
            ]
        case .stream: []
        case .reconcile: reconciliations.map { .reconcile($0) }
        case .entries: [.entries(entries), .entries([])]
        case .records:
            [
                .records(.behind),
                .records(
                    .told(
                        ToldRecords(
                            accountCount: 1,
                            changes: [.accessRevoked(account)],
                            hasPayees: true
                        )
                    )
                ),
            ]
        case .submitEvidence: [.evidence(EvidenceVerdict.allCases)]
        case .submitIntent:
            [
                .intent(.created(decision)), .intent(.exists(decision)),
                .intent(.existsWithDifferent(field: "amount")),
            ] + AuthorisationRefusal.allCases.map { .intent(.notAuthorised($0)) }
        case .submitIntents:
            [
                .intents([
                    .intent(.created(decision)), .intent(.notAuthorised(.codeUsed)),
                    .problem(Problem(code: .slowDown, retryAfterSeconds: 30)),
                ])
            ]
        case .intentStatus: [.intent(.exists(decision)), .intent(.unknown)]
        case .cancelIntent: [.intent(.exists(decision)), .intent(.created(decision))]
        case .endSession, .wiped: [.done]
        }
    }

    /// Problems that every route with a session may give.
    static let problems: [Problem] =
        Problem.Code.allCases.filter { $0 != .signInRefused }.map { Problem(code: $0) } + [
            Problem(code: .tooManyTries, retryAfterSeconds: 30),
            Problem(code: .wipe, wipeNonce: [1, 2, 3]),
        ]

    private static let decision = IntentDecision(
        key: key,
        outcome: .posted(JournalID(rawValue: 8)),
        decidedAt: time
    )

    private static let tokens = SessionTokens(
        access: Array(0..<32),
        accessEndsAt: time,
        refresh: Array(32..<64),
        idleEndsAt: time
    )

    static func signedIn(in zone: ZoneOffset?) -> SignInReply {
        SignInReply(
            tokens: tokens,
            sessionID: SessionID(rawValue: 1),
            userID: UserID(rawValue: 2),
            displayName: "Asha \u{1B}[31m\u{202E}",
            role: "customer",
            storageKey: Array(repeating: 7, count: 32),
            authorisationKey: Array(repeating: 8, count: 32),
            leaseEndsAt: time,
            serverTime: time,
            endsAt: time,
            zone: zone
        )
    }

    /// One entry; its date is a date, which a list says without a test that can throw.
    static let entries = BusinessDate(dayNumber: 20_000).map { [entry(valueDate: $0)] } ?? []

    private static func entry(valueDate: BusinessDate) -> EntryRecord {
        EntryRecord(
            accountID: account,
            accountSequence: 1,
            journalID: JournalID(rawValue: 1),
            transferID: TransferID(rawValue: 1),
            amount: Money(minorUnits: 100, currency: .indianRupee),
            balanceAfterMinorUnits: 100,
            bookedAt: time,
            valueDate: valueDate,
            code: 1,
            counterparty: "Sahyadri Grocers & Sons",
            reference: "Invoice"
        )
    }

    private static let leaf = AccountLeaf(
        accountID: account,
        accountSequence: 4,
        chainHash: .zero
    )

    private static let reconciliations: [ReconcileAnswer] = [
        .agrees, .behind, .differs(.accounts([])), .differs(.accounts([leaf])),
        .nodes([.branch(Array(repeating: .zero, count: 16)), .accounts([leaf])]),
        .chains([[.zero, nil], []]),
    ]

    private static func beginSync(cursor: Cursor?, keyByteCount: Int) -> BeginSyncRequest {
        BeginSyncRequest(
            app: "0.1.0",
            recordVersion: 3,
            cursor: cursor,
            deviceKey: Array(repeating: 9, count: keyByteCount),
            deviceSequence: 0
        )
    }

    private static func submit(stamp: DeviceStamp?) -> SubmitIntentRequest {
        SubmitIntentRequest(
            key: key,
            reviewed: [1, 2, 3, 4],
            sessionID: SessionID(rawValue: 5),
            claimedAt: time,
            proof: [0, 255],
            stamp: stamp
        )
    }

    private static func session(terminal: String?) -> SessionSummary {
        SessionSummary(
            id: SessionID(rawValue: 1),
            openedAt: time,
            seenAt: time,
            endsAt: time,
            terminal: terminal,
            isCurrent: terminal == nil
        )
    }

    static func syncBegun(
        _ mode: BeginSyncReply.Mode,
        in zone: ZoneOffset?
    ) -> BeginSyncReply {
        BeginSyncReply(
            mode: mode,
            head: cursor,
            leaseEndsAt: time,
            deviceSequence: 4,
            serverTime: time,
            zone: zone
        )
    }

    private static func batch(_ changes: [FeedChange]) -> FeedBatch {
        FeedBatch(changes: changes, cursor: cursor, head: cursor)
    }

    private static func snapshot(isLast: Bool) -> SnapshotReply {
        SnapshotReply(
            at: cursor,
            changes: entries.map { .entry($0) },
            nextPage: isLast ? nil : "b.1",
            root: isLast ? .zero : nil,
            serverTime: time
        )
    }
}
