import CoreVocabulary
import SyncCore
import WireProtocol

/// Rules of the messages that no schema can express, stated a second time for the tests.
enum WireRule {
    /// Returns true if a message that its schema allows breaks no rule.
    ///
    /// - Parameters:
    ///   - message: The route of a request, or the name of the schema of a reply.
    ///   - value: All its members.
    /// - Returns: False if the decoder has to refuse it.
    static func holds(for message: String, _ value: JSONValue) -> Bool {
        switch message {
        case Route.entries.rawValue: isSpan(value)
        case Route.records.rawValue: areDistinct(list(value["accounts"]))
        case Route.submitEvidence.rawValue: isEvidence(value)
        case Route.reconcile.rawValue: isQuestion(value)
        case "Entries":
            list(value["entries"]).allSatisfy { change(in: $0)?.isEntry == true }
        case Route.submitIntents.rawValue:
            areDistinct(list(value["intents"]).compactMap { $0["key"] })
        case "Intent": isIntent(value)
        case "Intents": list(value["answers"]).allSatisfy(isIntent)
        default: list(value["changes"]).allSatisfy { change(in: $0) != nil }
        }
    }

    private static func isSpan(_ value: JSONValue) -> Bool {
        guard case .integer(let first) = value["first"], case .integer(let last) = value["last"]
        else { return false }
        return last >= first && last - first <= 1_999
    }

    private static func isIntent(_ value: JSONValue) -> Bool {
        value["decision"].map { bytes(in: $0).map(isDecision) ?? false } ?? true
    }

    private static func areDistinct(_ identifiers: [JSONValue]) -> Bool {
        // A UUID is the same in either case.
        let texts = identifiers.compactMap { element -> String? in
            if case .string(let text) = element { text.lowercased() } else { nil }
        }
        return Set(texts).count == texts.count
    }

    private static func isEvidence(_ value: JSONValue) -> Bool {
        guard case .string(let account) = value["account"] else { return false }
        return list(value["items"]).allSatisfy { item in
            guard let text = item["entry"], let bytes = bytes(in: text), bytes.count <= 1_025,
                case .entry(let entry) = change(in: text)
            else { return false }
            return entry.accountID == AccountID(account)
        }
    }

    private static func isQuestion(_ value: JSONValue) -> Bool {
        list(value["chains"]).reduce(0) { $0 + list($1["places"]).count } <= 1_024
    }

    private static func isDecision(_ bytes: [UInt8]) -> Bool {
        // The kind of fault makes no difference here.
        (try? IntentDecision(canonicalBytes: bytes)) != nil
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
        if case .array(let elements) = value { elements } else { [] }
    }

    private static func bytes(in value: JSONValue) -> [UInt8]? {
        if case .string(let text) = value { Base64.decode(text) } else { nil }
    }

    private static func change(in value: JSONValue) -> FeedChange? {
        // The kind of fault makes no difference here.
        bytes(in: value).flatMap { try? FeedChange(canonicalBytes: $0) }
    }
}

extension FeedChange {
    fileprivate var isEntry: Bool {
        if case .entry = self { true } else { false }
    }
}
