import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// Something that the bank is asked to do, from its arrival to its answer.
final class Act: Sendable {
    /// What is asked.
    enum Wish: Sendable {
        /// A request of a console; nil for bytes that are none.
        case request(RequestEnvelope?)
        /// A stream, opened with a token.
        case stream(token: [UInt8], cursor: Cursor?)
        /// Something that the bank's own office does.
        case office(OfficeAct)
    }

    /// The act that the current task works for; set around every call of the bank.
    @TaskLocal static var current: Act?

    /// How far an act has come that takes several commits.
    enum Stage: Sendable {
        /// A try to sign in was counted.
        case began(ModelState.SignIn)
        /// A code was spent, and no session may follow.
        case spent(ModelState.SignIn)
        /// Some holds ended by their time, or the keys of some sessions were destroyed.
        case expired(count: Int)
    }

    let number: UInt64
    let wish: Wish
    /// From where it comes: 0 from inside the bank's process, others from an address each.
    let place: Int
    /// The number of the state in which it arrived; a stream's moves on with each event.
    let firstVersion: Cell<Int>
    /// How many faults of the disk there were when it arrived.
    let faultCount: Cell<Int>
    /// What the bank's clock said to it, each time once.
    let readings = Cell<[Instant]>([])
    /// The readings of the clock that nobody sets, by those of the other one; only where that has
    /// to be right.
    let steadyTimes = Cell<[Instant: Instant]>([:])
    /// How far the bank's clock was ahead of the one that nobody sets when it first spoke to the act,
    /// in nanoseconds; nil before that.
    let firstLead = Cell<Int64?>(nil)
    /// Whether it is a stream that was opened: its token was looked at then, and no more.
    let isOpen = Cell(false)
    /// What its access token was given out for, once that was looked up.
    let access = Cell<Given.Access?>(nil)
    /// Which codes its proof was made with, as far as was looked.
    let rightCodes = Cell<[Int64: Bool]>([:])
    /// Whether its try to sign in was counted.
    let hasBegun = Cell(false)
    /// The number of holds that it ended because their time was over, or of sessions whose keys it
    /// destroyed.
    let expiredCount = Cell(0)
    /// Whether it met a time at which the clock stood in the way of booking.
    let metWrongClock = Cell(false)
    /// Whether it met a time at which the clock did not.
    let metRightClock = Cell(false)

    init(_ number: UInt64, _ wish: Wish, from place: Int, firstVersion: Int, faultCount: Int) {
        self.number = number
        self.wish = wish
        self.place = place
        self.firstVersion = Cell(firstVersion)
        self.faultCount = Cell(faultCount)
    }

    /// Whether it may end in a booking, for which the clock has to be right.
    var mayBook: Bool {
        switch wish {
        case .request(let envelope):
            if case .submitIntent? = envelope?.request { true } else { false }
        case .stream: false
        case .office(let act):
            switch act {
            case .post, .expire, .reverse, .hold, .postHold, .voidHold: true
            default: false
            }
        }
    }

    /// True if it may end in something that nobody can take back: the clock has to be right for it.
    var needsRightClock: Bool {
        if case .office(.destroyKeys) = wish { true } else { mayBook }
    }

    /// Notes what the clock said, and the one that nobody sets.
    static func note(_ now: Instant, steady: Instant) {
        guard let act = current else { return }
        if act.firstLead.value == nil {
            act.firstLead.value = now.nanosecondsSinceEpoch - steady.nanosecondsSinceEpoch
        }
        if act.needsRightClock { act.steadyTimes.value[now] = steady }
        if !act.readings.value.contains(now) { act.readings.value.append(now) }
    }

    /// What is asked, in a few words.
    var words: String {
        switch wish {
        case .request(let envelope): envelope.map { Oracle.words(for: $0.request) } ?? "no request"
        case .stream: "stream"
        case .office(let act): act.words
        }
    }
}

/// What the bank's own office asks for.
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

    /// Asks the bank.
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
    /// What is asked, in a few words.
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

/// What the bank answers to its office.
enum OfficeAnswer: Hashable, Sendable {
    case refusals([ModelLedger.Refused?])
    case count(Int)
    case done
    case booked(TransferID)
    /// A session was ended; whether it was under way.
    case ended(Bool)
    /// The bank says that it cannot be done, or not now.
    case refused(BankError.Code)

    /// Whether the clock stood in the way, so that the office asks again.
    var isForClock: Bool {
        switch self {
        case .refused(.clockWasSet), .refused(.clockBehindBooks),
            .refused(.clockFarAheadOfBooks):
            true
        default: false
        }
    }
}

/// Something that may come of an act in one state of the bank.
struct Move: Sendable {
    /// What is written; nothing for an answer alone.
    var facts: [Fact] = []
    /// The state afterwards; nil when it stays as it was.
    var after: ModelState?
    /// What is answered; nil when more has to happen first.
    var answer: ModelAnswer?
    /// How far the act has come with it, where more has to happen.
    var leads: Act.Stage?
}

/// An answer as the model foresees it.
enum ModelAnswer: Sendable {
    case problem(Problem.Code)
    /// A problem, with the seconds after which to ask again.
    case slowDown
    case intent(IntentReply)
    case signedIn(SessionID)
    case renewed(SessionID, generation: UInt32)
    case signedOut
    case done
    case sessions([SessionID])
    case entries([EntryRecord])
    case evidence([EvidenceVerdict])
    /// What was asked for is shown; what is in it is judged by itself.
    case shown(BeginSyncReply.Mode?)
    case office(OfficeAnswer)

    /// Whether a reply is this answer, but for what is judged by itself.
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
