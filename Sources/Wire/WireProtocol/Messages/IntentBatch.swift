/// A batch of transfers, which the bank decides in this order and each by itself.
package struct SubmitIntentsRequest: Hashable, Sendable {
    /// The largest number of transfers in a batch.
    package static let intentLimit = 64

    /// The transfers; no key stands twice.
    package let intents: [SubmitIntentRequest]

    /// Creates a request from its fields.
    package init(intents: [SubmitIntentRequest]) {
        self.intents = intents
    }

    /// Returns a request with as many of the first transfers, at least one, as one request can carry.
    package static func first(of intents: [SubmitIntentRequest]) -> SubmitIntentsRequest {
        var byteCount = envelopeByteCount
        let first = intents.prefix(intentLimit).prefix { intent in
            let isFirst = byteCount == envelopeByteCount
            byteCount += SubmitIntentRequest.fields.encode(intent).count + 1
            return isFirst || byteCount <= StrictJSON.requestByteLimit
        }
        return SubmitIntentsRequest(intents: Array(first))
    }

    /// Number of bytes that a batch takes besides its transfers: the longest token and the names.
    private static let envelopeByteCount = BearerToken.byteLimit * 2
}

extension Request {
    /// The transfers that the request submits, in their order; none for other requests.
    package var submitted: [SubmitIntentRequest] {
        switch self {
        case .submitIntent(let intent): [intent]
        case .submitIntents(let batch): batch.intents
        default: []
        }
    }
}

/// The bank's answer to one transfer of a batch.
package enum IntentAnswer: Hashable, Sendable {
    /// The state of the transfer.
    case intent(IntentReply)
    /// The transfer was not decided, for this reason; others of the batch may have been.
    case problem(Problem)

    /// The answer as the request for one transfer would have it.
    package var reply: Reply {
        switch self {
        case .intent(let reply): .intent(reply)
        case .problem(let problem): .problem(problem)
        }
    }
}

extension SubmitIntentsRequest {
    static let fields = WireFields<SubmitIntentsRequest>(
        Self.init,
        .required(
            "intents",
            .list(of: .object(SubmitIntentRequest.fields), from: 1, through: intentLimit),
            \.intents
        )
    )
    .requiring("intents", "No key stands twice.") {
        Set($0.intents.map(\.key)).count == $0.intents.count
    }
}

extension IntentAnswer {
    static let fields = WireFields<IntentAnswer>.choice(
        "type",
        [
            WireVariant("intent", IntentReply.fields, IntentAnswer.intent) {
                if case .intent(let reply) = $0 { reply } else { nil }
            },
            WireVariant("problem", Problem.fields, IntentAnswer.problem) {
                if case .problem(let problem) = $0 { problem } else { nil }
            },
        ]
    )
}
