import CoreVocabulary

extension RequestEnvelope {
    /// Fields of a request with its token.
    package static let fields = WireFields<RequestEnvelope>(
        Self.init,
        .optional("token", .bytes(), \.token),
        .required("request", .object(Request.fields), \.request)
    )

    /// The bytes that are sent.
    package var encoded: [UInt8] { Self.fields.encode(self) }

    /// Decodes what was sent.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package init(encoded: [UInt8]) throws(WireError) {
        self = try Self.fields.decode(encoded)
    }
}

extension Request {
    /// Member that names the route of a request; over HTTP, method and path do.
    static let tag = "type"

    /// Fields of the requests.
    package static let fields = WireFields<Request>.choice(tag, unknown: .unknownMessage, variants)

    /// The route of the request.
    package var route: Route {
        guard let route = Route(rawValue: Self.variants.word(of: self)) else {
            invariantBroken("every request has a route")
        }
        return route
    }

    /// The requests, each under the word of its route.
    private static let variants: [WireVariant<Request>] = [
        WireVariant(Route.signIn.rawValue, SignInRequest.fields, Request.signIn) {
            if case .signIn(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.renew.rawValue, RenewRequest.fields, Request.renew) {
            if case .renew(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.signOut.rawValue, .signOut),
        WireVariant(Route.sessions.rawValue, .sessions),
        WireVariant(
            Route.endSession.rawValue,
            .value("session", .identifier()),
            Request.endSession
        ) {
            if case .endSession(let id) = $0 { id } else { nil }
        },
        WireVariant(Route.beginSync.rawValue, BeginSyncRequest.fields, Request.beginSync) {
            if case .beginSync(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.snapshot.rawValue, SnapshotRequest.fields, Request.snapshot) {
            if case .snapshot(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.feed.rawValue, FeedRequest.fields, Request.feed) {
            if case .feed(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.reconcile.rawValue, ReconcileRequest.fields, Request.reconcile) {
            if case .reconcile(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.entries.rawValue, EntriesRequest.fields, Request.entries) {
            if case .entries(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.records.rawValue, RecordsRequest.fields, Request.records) {
            if case .records(let request) = $0 { request } else { nil }
        },
        WireVariant(
            Route.submitEvidence.rawValue,
            SubmitEvidenceRequest.fields,
            Request.submitEvidence
        ) {
            if case .submitEvidence(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.submitIntent.rawValue, SubmitIntentRequest.fields, Request.submitIntent) {
            if case .submitIntent(let request) = $0 { request } else { nil }
        },
        WireVariant(
            Route.submitIntents.rawValue,
            SubmitIntentsRequest.fields,
            Request.submitIntents
        ) {
            if case .submitIntents(let request) = $0 { request } else { nil }
        },
        WireVariant(Route.intentStatus.rawValue, key, Request.intentStatus) {
            if case .intentStatus(let key) = $0 { key } else { nil }
        },
        WireVariant(Route.cancelIntent.rawValue, key, Request.cancelIntent) {
            if case .cancelIntent(let key) = $0 { key } else { nil }
        },
        WireVariant(Route.wiped.rawValue, WipeReceipt.fields, Request.wiped) {
            if case .wiped(let receipt) = $0 { receipt } else { nil }
        },
    ]

    private static let key = WireFields<IntentKey>.value("key", .identifier())
}
