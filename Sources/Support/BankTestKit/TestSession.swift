import Cryptography
import LedgerService
public import CoreVocabulary
public import IdentityCore
public import SyncCore
import Synchronization
public import WireProtocol

/// A console of a test, signed in, which speaks to the bank in bytes as a real one does.
public struct TestSession: Sendable {
    /// The bank that it is signed in to.
    public let bank: TestBank
    /// The user's name.
    public let name: String
    /// What the bank answered at sign-in.
    public let reply: SignInReply
    /// The terminal that it stands at; nil for none.
    public let terminal: String?
    private let holder: TokenHolder

    /// What a transfer is made of, with the values of one that is accepted.
    public struct Order: Sendable {
        /// The key; nil for a new one.
        public var key: IntentKey?
        /// The word of the account that pays.
        public var from = "savings"
        /// The word of the account that is paid.
        public var to = "rohan"
        /// The name shown.
        public var payeeName = TestBank.payeeName
        /// How much, in minor units.
        public var minorUnits: Int64 = 25_000
        /// The fee shown, in minor units.
        public var fee: Int64 = 0
        /// The currency's code.
        public var currencyCode = "INR"
        /// Days from today to the value date.
        public var days = 0
        /// The reference.
        public var reference = "November"

        /// Makes the usual order.
        public init() {}
    }

    /// Makes a console that goes on with a session.
    public init(bank: TestBank, name: String, reply: SignInReply, terminal: String? = nil) {
        self.bank = bank
        self.name = name
        self.reply = reply
        self.terminal = terminal
        holder = TokenHolder(reply.tokens)
    }

    /// The tokens that are good now.
    public var tokens: SessionTokens { holder.tokens }

    /// Asks for the next tokens with a refresh token, and keeps them.
    ///
    /// - Parameters:
    ///   - refresh: The token to show; nil for the one that is good.
    ///   - nonce: The nonce to send with it; nil for a new one.
    /// - Returns: The answer.
    /// - Throws: What reading the answer throws.
    @discardableResult
    public func renew(with refresh: [UInt8]? = nil, nonce: [UInt8]? = nil) async throws -> Reply {
        let request = RenewRequest(
            refresh: refresh ?? tokens.refresh,
            nonce: nonce ?? bank.random.bytes(RenewRequest.nonceByteCount)
        )
        let reply = try await send(.renew(request), token: nil)
        if case .renewed(let renewed) = reply { holder.keep(renewed.tokens) }
        return reply
    }

    /// Asks for some changes of the feed.
    public func feed(
        after cursor: Cursor? = nil,
        limit: Int = FeedBatch.changeLimit,
        waitMilliseconds: Int64 = 0
    ) async throws -> FeedBatch {
        let request = FeedRequest(
            cursor: cursor,
            limit: limit,
            waitMilliseconds: waitMilliseconds
        )
        guard case .feed(let reply) = try await ask(.feed(request)) else {
            throw TestBankError.unexpectedReply
        }
        return reply.batch
    }

    /// All changes after a cursor, batch by batch.
    public func wholeFeed(after cursor: Cursor? = nil, limit: Int) async throws -> [FeedChange] {
        var changes: [FeedChange] = []
        var cursor = cursor
        while true {
            let batch = try await feed(after: cursor, limit: limit)
            changes += batch.changes
            cursor = batch.cursor
            if batch.reachesHead { return changes }
        }
    }

    /// What is reviewed for an order.
    public func reviewed(_ order: Order) throws -> ReviewedTransfer {
        let today = ZoneOffset.india.date(of: bank.clock.now())
        return ReviewedTransfer(
            intentKey: order.key ?? IntentKey(rawValue: bank.bits()),
            debitAccountID: try bank.account(order.from),
            creditorAccountID: try bank.account(order.to),
            payeeName: order.payeeName,
            amountMinorUnits: order.minorUnits,
            feeMinorUnits: order.fee,
            currencyCode: order.currencyCode,
            valueDate: today.adding(days: order.days) ?? today,
            reference: order.reference
        )
    }

    /// The request for a reviewed transfer, authorised with a code.
    ///
    /// - Parameters:
    ///   - reviewed: What was reviewed.
    ///   - code: The code that was typed; nil for the one that is right now.
    /// - Returns: The request, ready to be sent as often as a test likes.
    /// - Throws: ``TestBankError/unknown(_:)`` when the session's user is not in the test bank.
    public func request(
        _ reviewed: ReviewedTransfer,
        code: OneTimeCode? = nil
    ) throws -> SubmitIntentRequest {
        let typed = try code ?? bank.code(of: name)
        let proof = AuthorisationProof(
            authorising: reviewed,
            with: typed,
            sessionID: reply.sessionID,
            claimedAt: bank.clock.now(),
            sessionKey: reply.authorisationKey.span
        )
        return SubmitIntentRequest(
            key: reviewed.intentKey,
            reviewed: reviewed.canonicalBytes,
            sessionID: proof.sessionID,
            claimedAt: proof.claimedAt,
            proof: proof.code
        )
    }

    /// Sends an authorised transfer.
    public func submit(_ request: SubmitIntentRequest) async throws -> IntentReply {
        guard case .intent(let reply) = try await ask(.submitIntent(request)) else {
            throw TestBankError.unexpectedReply
        }
        return reply
    }

    /// Waits for the next code, authorises an order with it, and sends it.
    public func submit(_ order: Order) async throws -> IntentReply {
        bank.clock.advance(seconds: 30)
        return try await submit(request(reviewed(order)))
    }

    /// Sends a request with the session's access token, renewed before if its time is over.
    public func ask(_ request: Request) async throws -> Reply {
        if bank.clock.now() >= tokens.accessEndsAt { try await renew() }
        return try await send(request, token: tokens.access)
    }

    /// Moves the clock on while the console keeps its session, as one that is running does.
    public func stay(seconds: Int64) async throws {
        var left = seconds
        while left > 0 {
            let step = min(left, 1_800)
            bank.clock.advance(seconds: step)
            left -= step
            guard case .renewed = try await renew() else { throw TestBankError.unexpectedReply }
        }
    }

    /// Sends a request with some token, from the terminal that the session stands at.
    public func send(_ request: Request, token: [UInt8]?) async throws -> Reply {
        try await bank.send(request, token: token, terminal: terminal)
    }
}

/// The tokens of a session, which change while copies of the session stay.
final class TokenHolder: Sendable {
    private let kept: Mutex<SessionTokens>

    init(_ tokens: SessionTokens) {
        kept = Mutex(tokens)
    }

    var tokens: SessionTokens { kept.withLock { $0 } }

    func keep(_ tokens: SessionTokens) {
        kept.withLock { $0 = tokens }
    }
}

extension TestBank {
    /// The code that a user's authenticator shows now.
    public func code(of name: String) throws -> OneTimeCode {
        guard let number = Self.people.firstIndex(where: { $0.0 == name }) else {
            throw TestBankError.unknown(name)
        }
        let secret = Self.totpSecret(number).duplicate()
        return secret.withBytes {
            TOTP.standard.code(for: TOTP.standard.step(at: clock.now()), secret: $0)
        }
    }

    /// Asks to sign in with the right password and code, unless others are given.
    public func askToSignIn(
        _ name: String,
        password: String = TestBank.password,
        code: String? = nil,
        address: String? = nil,
        terminal: String? = nil
    ) async throws -> Reply {
        let digits = try code ?? self.code(of: name).revealedDigits
        let request = Request.signIn(
            SignInRequest(user: name, password: Array(password.utf8), code: Array(digits.utf8))
        )
        return try await send(request, token: nil, address: address, terminal: terminal)
    }

    /// Signs in with the next code.
    public func signIn(_ name: String, terminal: String? = nil) async throws -> TestSession {
        clock.advance(seconds: 30)
        guard case .signedIn(let reply) = try await askToSignIn(name, terminal: terminal) else {
            throw TestBankError.notSignedIn
        }
        return TestSession(bank: self, name: name, reply: reply, terminal: terminal)
    }

    /// Sends a request in bytes, as a console does, and reads the answer.
    public func send(
        _ request: Request,
        token: [UInt8]?,
        address: String? = nil,
        terminal: String? = nil
    ) async throws -> Reply {
        let sent = RequestEnvelope(token: token, request: request).encoded
        let origin = RequestOrigin(address: address, terminal: terminal)
        let reply = await bank.handle(try RequestEnvelope(encoded: sent), from: origin)
        return try Reply(encoded: reply.encoded)
    }
}
