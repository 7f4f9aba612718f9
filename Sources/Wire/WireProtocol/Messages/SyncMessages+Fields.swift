import CoreVocabulary
import SyncCore

extension ZoneOffset {
    /// Sentence about the bank's offset in replies.
    static let note = "Where the bank counts its days; absent from a bank of an earlier release."
}

extension BeginSyncRequest {
    static let fields = WireFields<BeginSyncRequest>(
        Self.init,
        .required("app", .text(), \.app),
        .required("record-version", .integer, \.recordVersion),
        .optional("cursor", .cursor, \.cursor),
        .required(
            "device-key",
            .bytesOrNone(count: 32),
            \.deviceKey,
            "Ed25519; empty without one."
        ),
        .required("device-sequence", .zeroOrMore(), \.deviceSequence)
    )
}

extension BeginSyncReply {
    static let fields = WireFields<BeginSyncReply>(
        Self.init,
        .required("mode", .word(), \.mode),
        .required("head", .cursor, \.head),
        .required("lease-ends-at", .instant, \.leaseEndsAt),
        .required("device-sequence", .zeroOrMore(), \.deviceSequence),
        .required("server-time", .instant, \.serverTime),
        .optional("utc-offset-minutes", .zone, \.zone, ZoneOffset.note)
    )
}

extension SnapshotRequest {
    // The order of the fields is that of the query: at, limit, page.
    static let fields = WireFields<SnapshotRequest>(
        { SnapshotRequest(at: $0, page: $2, limit: $1) },
        .optional("at", .cursor, \.at),
        .required("limit", .count(1...FeedBatch.changeLimit), \.limit),
        .required("page", .text(), \.page)
    )
}

extension SnapshotReply {
    static let fields = WireFields<SnapshotReply>(
        Self.init,
        .required("at", .cursor, \.at),
        .required("changes", .changes(), \.changes),
        .optional("next-page", .text(), \.nextPage),
        .optional("root", .digest, \.root, "On the last page."),
        .required("server-time", .instant, \.serverTime)
    )
}

extension FeedRequest {
    static let fields = WireFields<FeedRequest>(
        Self.init,
        .optional("cursor", .cursor, \.cursor),
        .required("limit", .count(1...FeedBatch.changeLimit), \.limit),
        .required("wait-ms", .zeroOrMore(through: waitLimitMilliseconds), \.waitMilliseconds)
    )
}

extension FeedBatch {
    static let fields = WireFields<FeedBatch>(
        Self.init,
        .required("changes", .changes(), \.changes),
        .optional(
            "after",
            .cursor,
            \.after,
            "What the changes come after; absent from the beginning."
        ),
        .required("cursor", .cursor, \.cursor),
        .required("head", .cursor, \.head)
    )
}

extension FeedReply {
    static let fields = WireFields<FeedReply>(
        Self.init,
        .inline(FeedBatch.fields, \.batch),
        .required("server-time", .instant, \.serverTime)
    )
}

extension EntriesRequest {
    static let fields = WireFields<EntriesRequest>(
        Self.init,
        .required("account", .identifier(), \.accountID),
        .required("first", .oneOrMore, \.first),
        .required("last", .oneOrMore, \.last)
    )
    .requiring("last", "At least `first`, and at most \(entryLimit - 1) more.") {
        $0.last >= $0.first && $0.last - $0.first < Int64(entryLimit)
    }
}

extension RecordsRequest {
    static let fields = WireFields<RecordsRequest>(
        Self.init,
        .required("at", .cursor, \.at),
        .required("accounts", .list(of: .identifier(), through: accountLimit), \.accountIDs),
        .required("payees", .flag, \.hasPayees)
    )
    // Each costs a look, however often it is named.
    .requiring("accounts", "None is named twice.") {
        Set($0.accountIDs).count == $0.accountIDs.count
    }
}

extension ToldRecords {
    static let fields = WireFields<ToldRecords>(
        Self.init,
        .required(
            "accounts",
            .count(0...RecordsRequest.accountLimit),
            \.accountCount,
            "How many of those asked for, from the first on."
        ),
        .required("changes", .changes(), \.changes),
        .required("payees", .flag, \.hasPayees, "Whether the payees are among them.")
    )
}

extension RecordsAnswer {
    static let fields = WireFields<RecordsAnswer>.choice(
        "answer",
        [
            WireVariant("behind", .behind),
            WireVariant("told", ToldRecords.fields, RecordsAnswer.told) {
                if case .told(let told) = $0 { told } else { nil }
            },
        ]
    )
}
