import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// One of each: requests with all of their fields, and what travels in canonical bytes.
enum Samples {
    static let cursor = Cursor(epoch: 6, feedSequence: 12, scopeVersion: 7, mac: 99)
    static let accountID = AccountID(rawValue: 1_001)
    static let day = ZoneOffset.india.date(of: Instant(secondsSinceEpoch: 1_790_000_000))

    static let reviewed = ReviewedTransfer(
        intentKey: IntentKey(rawValue: 7),
        debitAccountID: accountID,
        creditorAccountID: AccountID(rawValue: 1_003),
        payeeName: "rohan",
        amountMinorUnits: 500,
        feeMinorUnits: 0,
        currencyCode: "INR",
        valueDate: day,
        reference: "rent"
    )

    static let entry = EntryRecord(
        accountID: accountID,
        accountSequence: 1,
        journalID: JournalID(rawValue: 2),
        transferID: TransferID(rawValue: 3),
        amount: Money(minorUnits: 500, currency: .indianRupee),
        balanceAfterMinorUnits: 500,
        bookedAt: Instant(secondsSinceEpoch: 1_790_000_000),
        valueDate: day,
        code: 1,
        counterparty: "cash",
        reference: "opening"
    )

    static let submission = SubmitIntentRequest(
        key: reviewed.intentKey,
        reviewed: reviewed.canonicalBytes,
        sessionID: SessionID(rawValue: 5),
        claimedAt: Instant(secondsSinceEpoch: 1_790_000_000),
        proof: Array(repeating: 3, count: 32),
        stamp: DeviceStamp(
            deviceID: DeviceID(rawValue: 4),
            sequence: 2,
            previous: .zero,
            signature: Array(repeating: 6, count: 64)
        )
    )

    static let requests: [Request] = [
        .signIn(SignInRequest(user: "mira", password: [112, 119], code: Array("123456".utf8))),
        .renew(RenewRequest(refresh: [1, 2], nonce: Array(repeating: 5, count: 16))),
        .signOut, .sessions,
        .endSession(SessionID(rawValue: 77)),
        .beginSync(
            BeginSyncRequest(
                app: "0.1.0",
                recordVersion: 2,
                cursor: cursor,
                deviceKey: Array(repeating: 9, count: 32),
                deviceSequence: 3
            )
        ),
        .snapshot(SnapshotRequest(at: cursor, page: "a.17", limit: 125)),
        .feed(FeedRequest(cursor: cursor, limit: 5, waitMilliseconds: 10)),
        .reconcile(ReconcileRequest(at: cursor, question: .root(.zero))),
        .reconcile(ReconcileRequest(at: cursor, question: .nodes([.root]))),
        .reconcile(
            ReconcileRequest(
                at: cursor,
                question: .chains([ChainPlaces(accountID: accountID, places: [1, 9])])
            )
        ),
        .entries(EntriesRequest(accountID: accountID, first: 2, last: 9)),
        .records(RecordsRequest(at: cursor, accountIDs: [accountID], hasPayees: true)),
        .submitEvidence(
            SubmitEvidenceRequest(
                accountID: accountID,
                items: [EvidenceItem(reason: .divergence, entry: entry)]
            )
        ),
        .submitIntent(submission),
        .submitIntents(SubmitIntentsRequest(intents: [submission])),
        .intentStatus(reviewed.intentKey),
        .cancelIntent(reviewed.intentKey),
        .wiped(WipeReceipt(nonce: [1, 2], signature: [3])),
    ]

    static let changes: [FeedChange] = [
        .account(
            AccountRecord(
                accountID: accountID,
                number: "50100000000101",
                branchCode: "SHYD0000101",
                holder: "savings",
                product: "Savings",
                currency: .indianRupee,
                heldMinorUnits: 0,
                minimumBalanceMinorUnits: 0,
                isClosed: false,
                access: .operate,
                accountSequence: 1
            )
        ),
        .entry(entry),
        .hold(
            HoldRecord(
                transferID: TransferID(rawValue: 4),
                accountID: accountID,
                amount: Money(minorUnits: 100, currency: .indianRupee),
                counterparty: "cash",
                reference: "hold",
                heldAt: .epoch,
                expiresAt: nil,
                status: .pending
            )
        ),
        .payee(
            PayeeRecord(
                accountID: AccountID(rawValue: 1_003),
                name: "rohan",
                number: "50100000000103",
                branchCode: "SHYD0000101",
                currency: .indianRupee,
                isRemoved: false
            )
        ),
        .decision(
            IntentDecision(
                key: reviewed.intentKey,
                outcome: .posted(JournalID(rawValue: 2)),
                decidedAt: .epoch
            )
        ),
        .accessRevoked(accountID),
    ]
}
