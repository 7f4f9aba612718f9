import SyncCore

extension EvidenceItem {
    static let fields = WireFields<EvidenceItem>(
        Self.init,
        .required("reason", .word(), \.reason),
        .required("entry", .entry, \.entry, "An entry of the account.")
    )
}

extension SubmitEvidenceRequest {
    static let fields = WireFields<SubmitEvidenceRequest>(
        Self.init,
        .required("account", .identifier(), \.accountID),
        .required("items", .list(of: .evidenceItem, from: 1, through: itemLimit), \.items)
    )
    .requiring("items", "All of the account.") { request in
        request.items.allSatisfy { $0.entry.accountID == request.accountID }
    }
}

extension WireType where Value == EvidenceItem {
    /// The type of items of evidence.
    static var evidenceItem: WireType {
        WireType.object(EvidenceItem.fields)
            .named("EvidenceItem", "An entry that a console found wrong and kept.")
    }
}
