import CoreVocabulary
import LedgerService
import SyncCore
import WireProtocol

/// The possible outcomes of an act in one state of the bank, at one time.
///
/// Every rule is the model's own. It reads nothing from the bank's code.
struct Foresight {
    let state: ModelState
    var now: Instant
    let act: Act
    let given: Given
    let names: MadeUpNames
    let sizes: Sizes
    /// Sign-in attempts that were counted.
    let begun: Set<Judge.SignInTry>
    /// Sign-in attempts by which a disabled user spent a code.
    let spent: Set<Judge.SignInTry>
    /// The earlier states that the act can have met, oldest first.
    let earlier: ArraySlice<Judge.Version>

    /// The session and user of a request that is admitted.
    struct Who {
        let session: SessionID
        let user: UserID
        let person: ModelState.Person
    }

    /// All outcomes that are possible.
    var moves: [Move] {
        switch act.wish {
        case .request(nil): return [.problem(.malformed)]
        case .request(let envelope?): return moves(of: envelope)
        case .stream(let token, let cursor):
            if act.isOpen.value, let access = act.access.value {
                return admitted(access.session) { _ in [.shown] }
            }
            return admitted(token) { [feed(after: cursor, $0)] }
        case .office(let wish): return OfficeRules(foresight: self).moves(of: wish)
        }
    }

    private func moves(of envelope: RequestEnvelope) -> [Move] {
        let token = envelope.token
        switch envelope.request {
        case .signIn(let request): return signIn(request)
        case .renew(let request): return renew(request)
        case .wiped(let receipt): return wiped(receipt)
        case .signOut: return admitted(token) { signOut($0) }
        case .sessions: return admitted(token) { [sessions($0)] }
        case .endSession(let id): return admitted(token) { [end(id, $0)] }
        case .beginSync(let request): return admitted(token) { beginSync(request, $0) }
        case .snapshot(let request):
            return admitted(token) { [snapshot(request, $0)] } + unknownPage(request)
        case .feed(let request): return admitted(token) { [feed(after: request.cursor, $0)] }
        case .reconcile(let request): return admitted(token) { [shown(at: request.at, $0)] }
        case .entries(let request): return admitted(token) { [entries(request, $0)] }
        case .records(let request): return admitted(token) { [shown(at: request.at, $0)] }
        case .submitEvidence(let request): return admitted(token) { [evidence(request, $0)] }
        case .submitIntent(let request):
            return TransferRules(foresight: self).submit(request, token)
        case .submitIntents:
            // Each of its transfers is an act by itself; what is left are the refusals of the whole.
            return admitted(token, movesMoney: true) { _ in [] }
        case .intentStatus(let key): return admitted(token) { [status(of: key, $0)] }
        case .cancelIntent(let key):
            return admitted(token, movesMoney: true) {
                [TransferRules(foresight: self).cancel(key, $0)]
            }
        }
    }

    private func status(of key: IntentKey, _ who: Who) -> Move {
        guard let known = state.intents[key], known.user == who.user else {
            return .intent(.unknown)
        }
        return .intent(.exists(known.decision))
    }

    /// Returns the outcome of a request for the changes after a cursor.
    private func feed(after cursor: Cursor?, _ who: Who) -> Move {
        position(of: cursor, who.user) == .invalid ? .problem(.cursorInvalid) : .shown
    }

    /// Returns the outcome of a request for content at a cursor that the bank has to know.
    private func shown(at cursor: Cursor, _ who: Who) -> Move {
        position(of: cursor, who.user) == .known ? .shown : .problem(.cursorInvalid)
    }

    /// Returns the fact of an audit row.
    func audited(
        _ action: AuditRow.Action,
        _ result: AuditRow.Result = .done,
        by user: UserID? = nil,
        of object: UInt128? = nil,
        count: Int64 = 1,
        concerning concerned: UserID? = nil,
        _ note: AuditNote? = nil
    ) -> Fact {
        .audited(action, result, by: user, of: object, at: now, count, concerning: concerned, note)
    }

    /// Returns the audit row of posted journals, which is refused if none was accepted.
    func posted(_ first: JournalID?, _ refusals: [ModelLedger.Refused?]) -> Fact {
        let isRefused = !refusals.contains { $0 == nil }
        let rejection = refusals.first.flatMap { $0?.rejection }
        return audited(
            .journalsPosted,
            isRefused ? .refused : .done,
            of: first?.rawValue,
            count: Int64(refusals.count),
            isRefused ? rejection.map(AuditNote.rejection) : nil
        )
    }

    /// Returns this foresight at another reading of the clock.
    func at(_ instant: Instant) -> Foresight {
        var other = self
        other.now = instant
        return other
    }
}
