import Cryptography
import LedgerService
package import CoreVocabulary
package import IdentityCore
package import SyncCore
import Synchronization
package import WireProtocol

/// A signed-in console of a test, which exchanges encoded messages with the bank like a real one.
package struct TestSession: Sendable {
    /// The bank of the session.
    package let bank: TestBank
    /// The name of the user.
    package let name: String
    /// The bank's reply to the sign-in.
    package let reply: SignInReply
    /// The terminal of the console; nil if it has none.
    package let terminal: String?
    private let holder: TokenHolder

    /// The fields of a transfer, with defaults that the bank accepts.
    package struct Order: Sendable {
        /// The intent key; nil for a new one.
        package var key: IntentKey?
        /// The word of the account to debit.
        package var from = "savings"
        /// The word of the account to credit.
        package var to = "rohan"
        /// The payee's name as shown at review.
        package var payeeName = TestBank.payeeName
        /// The amount in minor units.
        package var minorUnits: Int64 = 25_000
        /// The fee as shown at review, in minor units.
        package var fee: Int64 = 0
        /// The code of the currency.
        package var currencyCode = "INR"
        /// Number of days from today to the value date.
        package var days = 0
        /// The reference of the transfer.
        package var reference = "November"

        /// Creates an order with the default fields.
        package init() {}
    }

    /// Creates a console that continues a session.
    package init(bank: TestBank, name: String, reply: SignInReply, terminal: String? = nil) {
        self.bank = bank
        self.name = name
        self.reply = reply
        self.terminal = terminal
        holder = TokenHolder(reply.tokens)
    }

    /// The present tokens of the session.
    package var tokens: SessionTokens { holder.tokens }

    /// Requests new tokens with the present refresh token or another one, and keeps them.
    @discardableResult
    package func renew(with refresh: [UInt8]? = nil, nonce: [UInt8]? = nil) async throws -> Reply {
        let request = RenewRequest(
            refresh: refresh ?? tokens.refresh,
            nonce: nonce ?? bank.random.bytes(RenewRequest.nonceByteCount)
        )
        let reply = try await send(.renew(request), token: nil)
        if case .renewed(let renewed) = reply { holder.keep(renewed.tokens) }
        return reply
    }

    /// Requests a batch of changes from the feed.
    package func feed(
        after cursor: Cursor? = nil,
        limit: Int = FeedBatch.changeLimit,
        waitMilliseconds: Int64 = 0
    ) async throws -> FeedBatch {
        let request = FeedRequest(cursor: cursor, limit: limit, waitMilliseconds: waitMilliseconds)
        guard case .feed(let reply) = try await ask(.feed(request)) else {
            throw TestBankError.unexpectedReply
        }
        return reply.batch
    }

    /// Returns all changes after a cursor, read batch by batch.
    package func wholeFeed(after cursor: Cursor? = nil, limit: Int) async throws -> [FeedChange] {
        var changes: [FeedChange] = []
        var cursor = cursor
        while true {
            let batch = try await feed(after: cursor, limit: limit)
            changes += batch.changes
            cursor = batch.cursor
            if batch.reachesHead { return changes }
        }
    }

    /// Returns the reviewed transfer of an order.
    package func reviewed(_ order: Order) throws -> ReviewedTransfer {
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

    /// Makes the request for a reviewed transfer, authorised with the present code or another one.
    ///
    /// It can be sent repeatedly.
    package func request(
        _ reviewed: ReviewedTransfer,
        code: OneTimeCode? = nil
    ) throws -> SubmitIntentRequest {
        let proof = AuthorisationProof(
            authorising: reviewed,
            with: try code ?? bank.code(of: name),
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

    /// Sends an authorised transfer and returns the reply.
    package func submit(_ request: SubmitIntentRequest) async throws -> IntentReply {
        guard case .intent(let reply) = try await ask(.submitIntent(request)) else {
            throw TestBankError.unexpectedReply
        }
        return reply
    }

    /// Advances to the next code, authorises an order with it, and sends it.
    package func submit(_ order: Order) async throws -> IntentReply {
        bank.clock.advance(seconds: 30)
        return try await submit(request(reviewed(order)))
    }

    /// Sends a request with the access token, which is renewed first if it has expired.
    package func ask(_ request: Request) async throws -> Reply {
        if bank.clock.now() >= tokens.accessEndsAt { try await renew() }
        return try await send(request, token: tokens.access)
    }

    /// Advances the clock while renewing the session, like a running console.
    package func stay(seconds: Int64) async throws {
        var left = seconds
        while left > 0 {
            let step = min(left, 1_800)
            bank.clock.advance(seconds: step)
            left -= step
            guard case .renewed = try await renew() else { throw TestBankError.unexpectedReply }
        }
    }

    /// Sends a request with any token, from the session's terminal.
    package func send(_ request: Request, token: [UInt8]?) async throws -> Reply {
        try await bank.send(request, token: token, terminal: terminal)
    }
}

/// The tokens of a session, shared by all copies of the session.
final class TokenHolder: Sendable {
    private let kept: Mutex<SessionTokens>

    init(_ tokens: SessionTokens) {
        kept = Mutex(tokens)
    }

    var tokens: SessionTokens { kept.withLock { $0 } }

    func keep(_ tokens: SessionTokens) { kept.withLock { $0 = tokens } }
}

extension TestBank {
    /// Returns the present code of a user's authenticator.
    package func code(of name: String) throws -> OneTimeCode {
        guard let number = Self.people.firstIndex(where: { $0.0 == name }) else {
            throw TestBankError.unknown(name)
        }
        let secret = Self.totpSecret(number).duplicate()
        return secret.withBytes {
            TOTP.standard.code(for: TOTP.standard.step(at: clock.now()), secret: $0)
        }
    }

    /// Sends a sign-in, by default with the right password and code, and returns the reply.
    package func askToSignIn(
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
    package func signIn(_ name: String, terminal: String? = nil) async throws -> TestSession {
        clock.advance(seconds: 30)
        guard case .signedIn(let reply) = try await askToSignIn(name, terminal: terminal) else {
            throw TestBankError.notSignedIn
        }
        return TestSession(bank: self, name: name, reply: reply, terminal: terminal)
    }

    /// Sends an encoded request and decodes the reply, like a console.
    package func send(
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
