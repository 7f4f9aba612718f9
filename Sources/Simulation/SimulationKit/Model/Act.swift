import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// One request to the bank, from its arrival to its answer, or one transfer of a batch.
final class Act: Sendable {
    /// The content of a request.
    enum Wish: Sendable {
        /// A request of a console; nil if the bytes were not a valid request.
        case request(RequestEnvelope?)
        /// A stream, opened with a token.
        case stream(token: [UInt8], cursor: Cursor?)
        /// An act of the bank's own office.
        case office(OfficeAct)
    }

    /// The act that the current task works for, set around every call of the bank.
    @TaskLocal static var current: Act?

    /// A stage of an act that takes several commits.
    enum Stage: Sendable {
        /// The sign-in attempt was counted.
        case began(ModelState.SignIn)
        /// A disabled user spent a code, and gets a wipe order instead of a session.
        case spent(ModelState.SignIn)
        /// Some holds expired, or the keys of some sessions were destroyed.
        case expired(count: Int)
    }

    let number: UInt64
    let wish: Wish
    /// The place it comes from: 0 for the bank's own process, otherwise one address each.
    let place: Int
    /// The acts of its transfers, if it is a batch; they share what the bank was seen to do for it.
    let parts = Cell<[Act]>([])
    /// Number of the state at its arrival; for a stream, of the state at its latest event.
    let firstVersion: Cell<Int>
    /// Number of disk faults at its arrival.
    let faultCount: Cell<Int>
    /// Distinct times that the bank's clock returned to it.
    let readings: Cell<[Instant]>
    /// Monotonic times by the wall-clock readings taken with them, for acts that need a right
    /// clock.
    let steadyTimes: Cell<[Instant: Instant]>
    /// Lead of the bank's wall clock over its monotonic one at the first reading, in nanoseconds;
    /// nil before it.
    let firstLead = Cell<Int64?>(nil)
    /// True if it is an open stream, whose token was checked when it was opened and not again.
    let isOpen = Cell(false)
    /// The grant behind its access token, once it was looked up.
    let access: Cell<Given.Access?>
    /// True for the codes that match its proof, by step, as far as they were checked.
    let rightCodes = Cell<[Int64: Bool]>([:])
    /// True if its sign-in attempt was counted.
    let hasBegun = Cell(false)
    /// Number of holds that it expired, or of sessions whose keys it destroyed.
    let expiredCount = Cell(0)
    /// True if the clock forbade booking at some time during the act.
    let metWrongClock: Cell<Bool>
    /// True if the clock allowed booking at some time during the act.
    let metRightClock: Cell<Bool>

    init(_ number: UInt64, _ wish: Wish, from place: Int, firstVersion: Int, faultCount: Int) {
        self.number = number
        self.wish = wish
        self.place = place
        self.firstVersion = Cell(firstVersion)
        self.faultCount = Cell(faultCount)
        readings = Cell([])
        steadyTimes = Cell([:])
        access = Cell(nil)
        metWrongClock = Cell(false)
        metRightClock = Cell(false)
    }

    /// Creates the act of one transfer of a batch.
    init(_ number: UInt64, _ wish: Wish, partOf batch: Act) {
        self.number = number
        self.wish = wish
        place = batch.place
        firstVersion = batch.firstVersion
        faultCount = batch.faultCount
        readings = batch.readings
        steadyTimes = batch.steadyTimes
        access = batch.access
        metWrongClock = batch.metWrongClock
        metRightClock = batch.metRightClock
    }

    /// True if it can lead to a booking, for which the clock has to be right.
    var mayBook: Bool {
        switch wish {
        case .request(let envelope): envelope?.request.submitted.isEmpty == false
        case .stream: false
        case .office(let act):
            switch act {
            case .post, .expire, .reverse, .hold, .postHold, .voidHold: true
            default: false
            }
        }
    }

    /// True if it can lead to something irreversible, for which the clock has to be right.
    var needsRightClock: Bool { if case .office(.destroyKeys) = wish { true } else { mayBook } }

    /// Notes a reading of the wall clock and of the monotonic clock.
    static func note(_ now: Instant, steady: Instant) {
        guard let act = current else { return }
        if act.firstLead.value == nil { act.firstLead.value = now.nanoseconds(since: steady) }
        if act.needsRightClock { act.steadyTimes.value[now] = steady }
        if !act.readings.value.contains(now) { act.readings.value.append(now) }
    }

    /// A short description of the request.
    var words: String {
        switch wish {
        case .request(let envelope): envelope.map { Oracle.words(for: $0.request) } ?? "no request"
        case .stream: "stream"
        case .office(let act): act.words
        }
    }
}

/// A request of the bank's own office.
enum OfficeAct: Sendable {
    case post([Posting])
    case expire
    case grant(AccountRecord.Access, AccountID, UserID)
    case revoke(AccountID, UserID)
    case addPayee(AccountID, name: String, UserID)
    case removePayee(AccountID, UserID)
    case revokeSessions(UserID)
    case unlock(UserID)
    case changeRole(UserID, Role)
    case disable(UserID)
    case enable(UserID)
    case acceptClock
    case reverse(TransferID, reference: String?)
    case hold(BankHold)
    case postHold(TransferID, Money?)
    case voidHold(TransferID)
    case changeLimits(AccountID, ModelLedger.Bounds)
    case closeAccount(AccountID)
    case destroyKeys
    case revokeSession(SessionID, isWiping: Bool)

    /// Sends the request to the bank.
    func ask(_ bank: Bank) async throws -> OfficeAnswer {
        switch self {
        case .post(let postings):
            let refusals = try await bank.post(postings)
            return .refusals(
                refusals.map { refusal in
                    refusal.map {
                        ModelLedger.Refused(rejection: $0.rejection, index: $0.index)
                    }
                }
            )
        case .expire: return .count(try await bank.expirePending())
        case .grant(let access, let account, let user):
            try await bank.grantAccess(access, to: account, for: user)
        case .revoke(let account, let user):
            try await bank.revokeAccess(to: account, for: user)
        case .addPayee(let account, let name, let user):
            try await bank.addPayee(account, named: name, for: user)
        case .removePayee(let account, let user):
            try await bank.removePayee(account, for: user)
        case .revokeSessions(let user): return .count(try await bank.revokeSessions(of: user))
        case .unlock(let user): try await bank.unlockUser(user)
        case .changeRole(let user, let role): try await bank.changeRole(of: user, to: role)
        case .disable(let user): try await bank.disableUser(user)
        case .enable(let user): try await bank.enableUser(user)
        case .acceptClock: try await bank.acceptClock()
        case .reverse(let id, let reference):
            return .booked(try await bank.reverse(id, reference: reference))
        case .hold(let hold): return .booked(try await bank.hold(hold))
        case .postHold(let id, let amount):
            return .booked(try await bank.postHold(id, amount: amount))
        case .voidHold(let id): try await bank.voidHold(id)
        case .changeLimits(let id, let bounds):
            let limits = AccountLimits(
                minimumBalance: bounds.minimum,
                maximumBalance: bounds.maximum
            )
            try await bank.changeLimits(of: id, to: limits)
        case .destroyKeys: return .count(try await bank.destroyEndedKeys())
        case .closeAccount(let id): try await bank.closeAccount(id)
        case .revokeSession(let id, let isWiping):
            return .ended(try await bank.revokeSession(id, wiping: isWiping))
        }
        return .done
    }
}

extension OfficeAct {
    /// A short description of the request.
    var words: String {
        guard case .post(let postings) = self else { return String("\(self)".prefix(60)) }
        let transfers = postings.flatMap(\.journal.transfers).map { transfer in
            "\(Self.word(transfer.debitAccountID)) to \(Self.word(transfer.creditAccountID)) "
                + "\(transfer.amount.minorUnits) (\(transfer.kind.code))"
        }
        return "post \(transfers.joined(separator: ", "))"
    }

    private static func word(_ id: AccountID) -> String {
        Town.accounts.first { $0.id == id }?.word ?? "nobody's"
    }
}

/// The bank's answer to its office.
enum OfficeAnswer: Hashable, Sendable {
    case refusals([ModelLedger.Refused?])
    case count(Int)
    case done
    case booked(TransferID)
    /// A session was ended; true if it was open.
    case ended(Bool)
    /// The bank refuses it for good or for now.
    case refused(BankError.Code)

    /// True if the clock was the reason, so that the office asks again.
    var isForClock: Bool {
        switch self {
        case .refused(.clockWasSet), .refused(.clockBehindBooks),
            .refused(.clockFarAheadOfBooks):
            true
        default: false
        }
    }
}

/// A possible outcome of an act in one state of the bank.
struct Move: Sendable {
    /// The facts it writes; empty for an answer alone.
    var facts: [Fact] = []
    /// The state afterwards; nil if it is unchanged.
    var after: ModelState?
    /// The answer; nil if further commits have to come first.
    var answer: ModelAnswer?
    /// The stage that the act has reached, if further commits have to come.
    var leads: Act.Stage?

    /// An answer with the requested content.
    static var shown: Move { Move(answer: .shown(nil)) }

    /// Returns an answer with a problem.
    static func problem(_ code: Problem.Code) -> Move { Move(answer: .problem(code)) }

    /// Returns an answer to the office that nothing is written for.
    static func office(_ answer: OfficeAnswer) -> Move { Move(answer: .office(answer)) }

    /// Returns an answer about a transfer that nothing is written for.
    static func intent(_ reply: IntentReply) -> Move { Move(answer: .intent(reply)) }
}

/// An answer that the model foresees.
enum ModelAnswer: Sendable {
    case problem(Problem.Code)
    /// A problem that carries the seconds to wait before the next request.
    case slowDown
    case intent(IntentReply)
    case signedIn(SessionID)
    case renewed(SessionID, generation: UInt32)
    case signedOut
    case done
    case sessions([SessionID])
    case entries([EntryRecord])
    case evidence([EvidenceVerdict])
    /// The requested content, which is judged separately.
    case shown(BeginSyncReply.Mode?)
    case office(OfficeAnswer)

    /// True if a reply is this answer, apart from content that is judged separately.
    func matches(_ reply: Reply) -> Bool {
        switch (self, reply) {
        case (.problem(let code), .problem(let problem)): code == problem.code
        case (.slowDown, .problem(let problem)): problem.code == .slowDown
        case (.intent(let expected), .intent(let answer)): expected == answer
        case (.signedIn(let session), .signedIn(let answer)): session == answer.sessionID
        case (.renewed(let session, let generation), .renewed(let answer)):
            Token(refresh: answer.tokens.refresh) == Token(session: session, generation)
        case (.signedOut, .signedOut), (.done, .done): true
        case (.sessions(let expected), .sessions(let answer)): expected == answer.map(\.id)
        case (.entries(let expected), .entries(let answer)): expected == answer
        case (.evidence(let expected), .evidence(let answer)): expected == answer
        case (.shown(let mode), .syncBegun(let answer)): mode == nil || mode == answer.mode
        case (.shown, .snapshot), (.shown, .feed), (.shown, .reconcile), (.shown, .records): true
        default: false
        }
    }
}
