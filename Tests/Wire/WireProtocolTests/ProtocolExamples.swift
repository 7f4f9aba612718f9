import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import WireProtocol

/// One exchange for each route, as docs/PROTOCOL.md shows it.
enum ProtocolExample {
    static let time = Instant(secondsSinceEpoch: 1_795_240_800)
    static let account = AccountID(rawValue: 0x019A_0000_0000_7000_8000_0000_0000_0001)
    static let key = IntentKey(rawValue: 0x019A_0000_0000_7000_8000_0000_0000_0002)
    static let journal = JournalID(rawValue: 0x019A_0000_0000_7000_8000_0000_0000_0003)
    static let session = SessionID(rawValue: 0x019A_0000_0000_7000_8000_0000_0000_0004)
    static let user = UserID(rawValue: 0x019A_0000_0000_7000_8000_0000_0000_0005)
    static let at = Cursor(epoch: 0xC0FF_EE00, feedSequence: 41, scopeVersion: 7, mac: 0xA5)
    static let head = Cursor(epoch: 0xC0FF_EE00, feedSequence: 42, scopeVersion: 7, mac: 0x5A)
    static let digest = SHA256.digest(of: Array("counterfoil".utf8))

    /// The request and the reply that is shown for a route.
    static func exchange(_ route: Route) throws -> (request: Request, reply: Reply)? {
        switch route {
        case .signIn: (.signIn(signIn), .signedIn(signedIn))
        case .renew:
            (
                .renew(RenewRequest(refresh: [1, 2, 3], nonce: Array(repeating: 7, count: 16))),
                .renewed(RenewReply(tokens: tokens, leaseEndsAt: lease, serverTime: time))
            )
        case .signOut: (.signOut, .signedOut)
        case .sessions: (.sessions, .sessions([summary]))
        case .endSession: (.endSession(session), .done)
        case .beginSync: (.beginSync(beginSync), .syncBegun(syncBegun))
        case .snapshot:
            (.snapshot(SnapshotRequest(at: nil, page: "")), .snapshot(try snapshot()))
        case .feed:
            (
                .feed(FeedRequest(cursor: at, limit: 500, waitMilliseconds: 5_000)),
                .feed(FeedReply(batch: try batch(), serverTime: time))
            )
        case .stream: nil
        case .reconcile:
            (.reconcile(ReconcileRequest(at: head, question: .root(digest))), .reconcile(.agrees))
        case .entries:
            (
                .entries(EntriesRequest(accountID: account, first: 3, last: 3)),
                .entries([try entry()])
            )
        case .records:
            (
                .records(RecordsRequest(at: head, accountIDs: [account], hasPayees: false)),
                .records(
                    .told(
                        ToldRecords(accountCount: 1, changes: [.account(told)], hasPayees: false)
                    )
                )
            )
        case .submitEvidence:
            (
                .submitEvidence(
                    SubmitEvidenceRequest(
                        accountID: account,
                        items: [EvidenceItem(reason: .divergence, entry: try entry())]
                    )
                ),
                .evidence([.kept])
            )
        case .submitIntent: (.submitIntent(submit), .intent(.created(decision)))
        case .submitIntents:
            (
                .submitIntents(SubmitIntentsRequest(intents: [submit, other])),
                .intents([.intent(.exists(decision)), .intent(.notAuthorised(.codeUsed))])
            )
        case .intentStatus: (.intentStatus(key), .intent(.exists(decision)))
        case .cancelIntent: (.cancelIntent(key), .intent(.created(cancelled)))
        case .wiped: (.wiped(WipeReceipt(nonce: [1, 2, 3], signature: [])), .done)
        }
    }

    /// What a stream sends, one event of each kind.
    static func events() throws -> [StreamEvent] {
        [
            .delta(try batch()),
            .checkpoint(
                StreamCheckpoint(cursor: head, head: head, root: digest, serverTime: time)
            ),
            .heartbeat(StreamHeartbeat(head: head, serverTime: time, lifeMilliseconds: 15_000)),
            .control(.resume),
        ]
    }

    private static let lease = time.adding(seconds: 72 * 3_600)
    private static let signIn = SignInRequest(
        user: "asha",
        password: Array("monsoon over matheran".utf8),
        code: Array("492039".utf8)
    )
    private static let tokens = SessionTokens(
        access: Array("eyJ.eyJ.c2ln".utf8),
        accessEndsAt: time.adding(seconds: 600),
        refresh: [4, 5, 6],
        idleEndsAt: time.adding(seconds: 3_600)
    )
    private static let signedIn = SignInReply(
        tokens: tokens,
        sessionID: session,
        userID: user,
        displayName: "Asha Rao",
        role: "customer",
        storageKey: Array(repeating: 1, count: 32),
        authorisationKey: Array(repeating: 2, count: 32),
        leaseEndsAt: lease,
        serverTime: time,
        endsAt: time.adding(seconds: 86_400),
        zone: .india
    )
    private static let summary = SessionSummary(
        id: session,
        openedAt: time,
        seenAt: time.adding(seconds: 60),
        endsAt: time.adding(seconds: 86_400),
        terminal: "fort-2",
        isCurrent: true
    )
    private static let beginSync = BeginSyncRequest(
        app: "0.1.0",
        recordVersion: 1,
        cursor: at,
        deviceKey: Array(repeating: 9, count: 32),
        deviceSequence: 3
    )
    private static let syncBegun = BeginSyncReply(
        mode: .delta,
        head: head,
        leaseEndsAt: lease,
        deviceSequence: 3,
        serverTime: time,
        zone: .india
    )
    private static let submit = submit(key, sequence: 4)
    private static let other = submit(IntentKey(rawValue: key.rawValue + 0x10), sequence: 5)

    private static func submit(_ key: IntentKey, sequence: Int64) -> SubmitIntentRequest {
        SubmitIntentRequest(
            key: key,
            reviewed: [1, 2, 3],
            sessionID: session,
            claimedAt: time,
            proof: Array(repeating: 3, count: 32),
            stamp: DeviceStamp(
                deviceID: DeviceID(rawValue: 0xD0),
                sequence: sequence,
                previous: digest,
                signature: Array(repeating: 6, count: 64)
            )
        )
    }

    private static let decision = IntentDecision(
        key: key,
        outcome: .posted(journal),
        decidedAt: time
    )
    private static let cancelled = IntentDecision(
        key: key,
        outcome: .refused(code: RefusalCode.cancelled.rawValue),
        decidedAt: time
    )

    private static let told = AccountRecord(
        accountID: account,
        number: "50100000001001",
        branchCode: "SHYD0000101",
        holder: "Asha Rao",
        product: "Savings",
        currency: .indianRupee,
        heldMinorUnits: 0,
        minimumBalanceMinorUnits: 0,
        isClosed: false,
        access: .operate,
        accountSequence: 3
    )

    private static func entry() throws -> EntryRecord {
        EntryRecord(
            accountID: account,
            accountSequence: 3,
            journalID: journal,
            transferID: TransferID(rawValue: 6),
            amount: Money(minorUnits: -5_000_00, currency: .indianRupee),
            balanceAfterMinorUnits: 10_89_608_56,
            bookedAt: time,
            valueDate: ZoneOffset.india.date(of: time),
            code: 1,
            counterparty: "Lakshmi Iyer",
            reference: "Rent"
        )
    }

    private static func batch() throws -> FeedBatch {
        FeedBatch(changes: [.entry(try entry())], cursor: head, head: head)
    }

    private static func snapshot() throws -> SnapshotReply {
        SnapshotReply(
            at: head,
            changes: [.entry(try entry())],
            nextPage: nil,
            root: digest,
            serverTime: time
        )
    }
}
