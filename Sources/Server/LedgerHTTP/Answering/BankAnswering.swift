import CoreVocabulary
import HTTPTypes
import HummingbirdCore
import LedgerService
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import WireProtocol

/// Answers the requests of a listener: the API, the pages beside it, or both.
struct BankAnswering: ServerAnswering {
    let bank: any BankFront
    private let offer: Offer
    private let planner: RequestPlanner
    private let observer: RequestObserver
    private let replyFault: ServerSettings.ReplyFault?
    private let pages: PageAnswering

    init(
        _ offer: Offer,
        bank: any BankFront,
        pages: PageAnswering,
        observer: RequestObserver,
        replyFault: ServerSettings.ReplyFault?
    ) {
        self.offer = offer
        planner = RequestPlanner(offer: offer)
        self.bank = bank
        self.pages = pages
        self.observer = observer
        self.replyFault = replyFault
    }

    func refused(_ refusal: ServerRefusal) { observer.refused(refusal) }

    func turnedAway() { observer.metrics.turnedAway() }

    func closed(_ reason: ClosingReason) { observer.metrics.closed(reason) }

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
        let place = planner.place(of: request.method.rawValue, target.path)
        let entry = observer.begin(place.label, trace)
        // Read before the request is judged, because a stream must not outlive the proof it was
        // opened with.
        let terminal = origin(facts).terminal
        let answer: ServerAnswer
        do {
            let plan = try planner.plan(request.head, target, place)
            if let refused = await refusal(of: plan, request.headers, facts, trace) {
                answer = refused
            } else {
                if plan.hasBody, request.headers[.expect]?.lowercased() == "100-continue" {
                    try await writer.writeInformationalHead(HTTPResponse(status: .continue))
                }
                answer = try await carryOut(plan, request, facts, trace)
            }
        } catch let refusal as ServerRefusal {
            answer = tooMany(facts, trace) ?? ServerAnswer(refusal, trace: trace.traceID)
        } catch let failure {
            // The body did not arrive completely. The guard has answered, or the peer is gone.
            observer.end(entry, status: RequestObserver.lostStatus)
            throw failure
        }
        try await AnswerWriter(observer: observer, facts: facts, bank: bank, terminal: terminal)
            .write(answer, trace, entry, hasBody: request.method != .head, to: writer)
    }

    /// Returns the origin of requests on a connection, at the bank's time.
    func origin(_ facts: ConnectionFacts) -> RequestOrigin {
        facts.origin(at: bank.clockTime)
    }

    /// Counts a request that the bank does not see; returns a refusal if its peer exceeds its rate.
    private func tooMany(_ facts: ConnectionFacts, _ trace: TraceContext) -> ServerAnswer? {
        guard offer.countsPeers else { return nil }
        return bank.judgeOutside(from: origin(facts)).map { ServerAnswer($0, trace) }
    }

    /// Returns the refusal of a request before its body is read, because of the peer's rate or the
    /// token, or nil if there is none.
    private func refusal(
        of plan: RequestPlan,
        _ headers: HTTPFields,
        _ facts: ConnectionFacts,
        _ trace: TraceContext
    ) async -> ServerAnswer? {
        guard case .route(let route, _, _) = plan else { return tooMany(facts, trace) }
        guard !route.isPublic else { return nil }
        switch await bank.judge(token: token(headers, route), from: origin(facts)) {
        case .refused(let problem):
            return ServerAnswer(problem, trace)
        case .holder(let userID, let sessionID):
            let bearer = ConnectionPlaces.Bearer(
                userBits: userID.rawValue,
                sessionBits: sessionID.rawValue
            )
            if facts.claim(for: bearer) { return nil }
            let problem = Problem(code: .slowDown, retryAfterSeconds: Self.crowdedSeconds)
            var answer = ServerAnswer(problem, trace)
            answer.closesConnection = true
            return answer
        }
    }

    /// Value of `retry-after` if a session or a user has too many busy connections, in seconds.
    private static let crowdedSeconds: Int64 = 1

    private func carryOut(
        _ plan: RequestPlan,
        _ request: HummingbirdCore.Request,
        _ facts: ConnectionFacts,
        _ trace: TraceContext
    ) async throws -> ServerAnswer {
        switch plan {
        case .page(let page): return await pages.answer(page, trace)
        case .route(.stream, _, _) where request.method == .head: return .headOfStream
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
        guard let fault = replyFault?(answer, route) else { return ServerAnswer(answer) }
        observer.contractBroken(by: route, fault)
        return ServerAnswer(Problem(code: .internalFailure), trace)
    }

    /// Returns the access token of a request, or nil if the route is public or none is presented.
    func token(_ headers: HTTPFields, _ route: Route) -> [UInt8]? {
        route.isPublic
            ? nil : headers[.authorization].flatMap(BearerToken.bytes(ofHeaderValue:))
    }

    /// Returns the bank's reply.
    ///
    /// A read is cancelled when the peer leaves. A long poll and a sign-in, which may wait long, are
    /// also cancelled when the server stops. A sign-in whose password is being checked goes on, so
    /// that nobody avoids the count of failed attempts by leaving.
    private func reply(to envelope: RequestEnvelope, _ facts: ConnectionFacts) async -> Reply {
        let bank = bank
        let origin = origin(facts)
        let route = envelope.request.route
        guard route.onlyReads || route == .signIn else {
            return await bank.handle(envelope, from: origin)
        }
        guard envelope.request.mayWaitLong else {
            return await facts.whilePeerStays { await bank.handle(envelope, from: origin) }
        }
        return await facts.whilePeerStays {
            await cancelWhenGracefulShutdown { await bank.handle(envelope, from: origin) }
        }
    }
}

extension WireProtocol.Request {
    /// True if the request may wait: a long poll for news, a sign-in for a place to be hashed in.
    fileprivate var mayWaitLong: Bool {
        switch self {
        case .feed(let request): request.waitMilliseconds > 0
        case .signIn: true
        default: false
        }
    }
}
