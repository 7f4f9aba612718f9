import Cryptography
import LedgerService
public import CoreVocabulary
public import IdentityCore
public import SyncCore
public import WireProtocol

/// A console of a test, signed in, which speaks to the bank in bytes as a real one does.
public struct TestSession: Sendable {
    /// The bank.
    public let bank: TestBank
    /// The user's name.
    public let name: String
    /// What the bank answered at sign-in.
    public let reply: SignInReply

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
    public init(bank: TestBank, name: String, reply: SignInReply) {
        self.bank = bank
        self.name = name
        self.reply = reply
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

    /// Sends a request with the session's token.
    public func ask(_ request: Request) async throws -> Reply {
        let envelope = RequestEnvelope(token: reply.tokens.access, request: request)
        return try Reply(encoded: await bank.bank.handle(envelope.encoded))
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
        code: String? = nil
    ) async throws -> Reply {
        let digits = try code ?? self.code(of: name).revealedDigits
        let request = Request.signIn(
            SignInRequest(user: name, password: Array(password.utf8), code: Array(digits.utf8))
        )
        let envelope = RequestEnvelope(token: nil, request: request)
        return try Reply(encoded: await bank.handle(envelope.encoded))
    }

    /// Signs in with the next code.
    public func signIn(_ name: String) async throws -> TestSession {
        clock.advance(seconds: 30)
        guard case .signedIn(let reply) = try await askToSignIn(name) else {
            throw TestBankError.notSignedIn
        }
        return TestSession(bank: self, name: name, reply: reply)
    }
}
