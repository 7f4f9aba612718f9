import HTTPTypes
import HummingbirdCore
import LedgerService
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import SyncCore
import WireProtocol

/// Answers what a listener offers: the API, pages beside it, or both.
struct BankAnswering: ServerAnswering {
    /// What a listener offers.
    struct Offer: Sendable {
        let servesAPI: Bool
        let pages: Set<OutsidePage>

        /// On the network: nothing that tells how the bank does but whether it does.
        static let network = Offer(
            servesAPI: true,
            pages: [.health, .readiness, .contract, .keys]
        )
        /// On the socket of this host.
        static let socket = Offer(servesAPI: true, pages: Set(OutsidePage.allCases))
        /// For the operator.
        static let operations = Offer(servesAPI: false, pages: Set(OutsidePage.allCases))
    }

    private let offer: Offer
    private let bank: any BankFront
    private let observer: RequestObserver
    /// Holds replies against the contract; nil when that is not asked for.
    private let checker: ContractChecker?
    private let outside: OutsideDesk
    private let table = RouteTable()

    init(
        _ offer: Offer,
        bank: any BankFront,
        outside: OutsideDesk,
        observer: RequestObserver,
        checker: ContractChecker?
    ) {
        self.checker = checker
        self.offer = offer
        self.outside = outside
        self.bank = bank
        self.observer = observer
    }

    func refused(_ refusal: ServerRefusal) {
        observer.refused(refusal)
    }

    @concurrent
    func answer(
        _ request: HummingbirdCore.Request,
        from facts: ConnectionFacts,
        to writer: consuming ResponseWriter
    ) async throws {
        let trace = TraceContext(
            HTTPField.Name(TraceContext.header).flatMap { request.headers[$0] },
            random: { UInt64.random(in: .min ... .max) }
        )
        let target = RequestTarget(request.head.path ?? "")
        let match = match(request.method.rawValue, target.path)
        let entry = observer.begin(match.label, trace)
        let answer: ServerAnswer
        do {
            let plan = try plan(request, target, match)
            if plan.hasBody, request.headers[.expect]?.lowercased() == "100-continue" {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            answer = try await carryOut(plan, request, facts, trace)
        } catch let refusal as ServerRefusal {
            answer = ServerAnswer(refusal, trace: trace.traceID)
        } catch let failure {
            // The body did not arrive whole: the guard has answered, or nobody is there any more.
            observer.end(entry, status: RequestObserver.lostStatus)
            throw failure
        }
        try await AnswerWriter(observer: observer, facts: facts)
            .write(answer, trace, entry, hasBody: request.method != .head, to: writer)
    }

    /// What a method and a path lead to here.
    private enum Match {
        case route(RouteTable.Match)
        case page(OutsidePage, isRead: Bool)

        var label: RouteLabel {
            switch self {
            case .route(let match): RouteLabel(match)
            case .page(let page, _): .page(page)
            }
        }
    }

    private func match(_ method: String, _ path: Substring) -> Match {
        if let page = offer.pages.first(where: { $0.path == path }) {
            return .page(page, isRead: method == HTTPMethod.get.rawValue)
        }
        return .route(offer.servesAPI ? table.match(method: method, path: path) : .unknown)
    }

    /// What a request asks for, as far as its head tells.
    private enum Plan {
        case route(Route, path: [HTTPCall.QueryItem], query: [HTTPCall.QueryItem])
        case page(OutsidePage)

        var hasBody: Bool {
            if case .route(let route, _, _) = self { route.hasBody } else { false }
        }
    }

    private func plan(
        _ request: HummingbirdCore.Request,
        _ target: RequestTarget,
        _ match: Match
    ) throws(ServerRefusal) -> Plan {
        switch match {
        case .page(let page, let isRead):
            guard isRead else { throw .wrongMethod(allowed: [.get]) }
            return .page(page)
        case .route(.unknown): throw .unknownPath
        case .route(.wrongMethod(let allowed)): throw .wrongMethod(allowed: allowed)
        case .route(.found(let route, let pathFields)):
            guard let query = target.query else { throw .queryUnreadable }
            try BodyReader.check(request.headers, route)
            return .route(route, path: pathFields, query: query)
        }
    }

    private func carryOut(
        _ plan: Plan,
        _ request: HummingbirdCore.Request,
        _ facts: ConnectionFacts,
        _ trace: TraceContext
    ) async throws -> ServerAnswer {
        switch plan {
        case .page(let page): return await outside.answer(page, trace)
        case .route(.stream, _, let query):
            return await openStream(query, request.headers, facts, trace)
        case .route(let route, let pathFields, let query):
            let body = route.hasBody ? try await BodyReader.read(request.body) : []
            let asked: WireProtocol.Request
            do {
                asked = try WireProtocol.Request(
                    route: route,
                    pathFields: pathFields,
                    query: query,
                    body: body
                )
            } catch {
                throw ServerRefusal.message(error)
            }
            let token = token(request.headers, route)
            let reply = await reply(to: RequestEnvelope(token: token, request: asked), facts)
            observer.replied(to: route, with: reply)
            return checked(reply.answer(trace: trace.traceID), of: route, trace)
        }
    }

    private func checked(
        _ answer: HTTPAnswer,
        of route: Route,
        _ trace: TraceContext
    ) -> ServerAnswer {
        guard let fault = checker?.fault(of: answer, to: route) else { return ServerAnswer(answer) }
        observer.contractBroken(by: route, fault)
        let reply = Reply.problem(Problem(code: .internalFailure))
        return ServerAnswer(reply.answer(trace: trace.traceID))
    }

    private func token(_ headers: HTTPFields, _ route: Route) -> [UInt8]? {
        route.isPublic
            ? nil : headers[.authorization].flatMap(BearerToken.bytes(ofHeaderValue:))
    }

    private func openStream(
        _ query: [HTTPCall.QueryItem],
        _ headers: HTTPFields,
        _ facts: ConnectionFacts,
        _ trace: TraceContext
    ) async -> ServerAnswer {
        guard query.isEmpty else {
            return ServerAnswer(.message(.unknownField("query")), trace: trace.traceID)
        }
        var cursor: Cursor?
        if let text = HTTPField.Name(ServerSentEvent.lastEventHeader).flatMap({ headers[$0] }) {
            guard let read = Cursor(text: text) else {
                let problem = Problem(code: .cursorInvalid)
                return ServerAnswer(Reply.problem(problem).answer(trace: trace.traceID))
            }
            cursor = read
        }
        let token = token(headers, .stream)
        switch await bank.stream(token: token, after: cursor, from: facts.origin) {
        case .failure(let refusal):
            return ServerAnswer(Reply.problem(refusal.problem).answer(trace: trace.traceID))
        case .success(let events):
            return ServerAnswer(
                status: 200,
                contentType: ServerSentEvent.contentType,
                body: .stream(events)
            )
        }
    }

    /// The bank's reply; one that may take long is given up when the peer leaves or the bank stops.
    private func reply(to envelope: RequestEnvelope, _ facts: ConnectionFacts) async -> Reply {
        let bank = bank
        let origin = facts.origin
        guard case .feed(let request) = envelope.request, request.waitMilliseconds > 0 else {
            return await bank.handle(envelope, from: origin)
        }
        return await facts.whilePeerStays {
            await cancelWhenGracefulShutdown { await bank.handle(envelope, from: origin) }
        }
    }
}
