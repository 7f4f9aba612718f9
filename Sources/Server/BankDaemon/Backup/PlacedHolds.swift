import CoreVocabulary
import LedgerCore
import MoneyCore
import SyncCore

/// Holds that were placed in the books of now since, to tell which of the lost ones were placed again,
/// one for one, and which of them may be there under another reference or as a transfer.
struct PlacedHolds: Sendable {
    /// An answer about a lost hold.
    enum Answer: Hashable, Sendable {
        /// Somebody placed it again.
        case placedAgain
        /// Nobody did, but something moves or reserves the same money between the same accounts.
        case like(LostLikeness)
        /// Somebody placed it again, and it was given back at this time.
        case givenBack(Instant)
        /// Nothing.
        case lost
    }

    /// A hold as people see it.
    struct Likeness: Hashable, Sendable {
        let from: AccountID
        let to: AccountID
        let amount: Money
        let reference: String
        /// The last day on which it holds; nil for no end.
        let lastDay: BusinessDate?
    }

    /// A hold that was placed since.
    struct Hold: Sendable {
        let id: TransferID
        let likeness: Likeness
        /// When it was given back, by somebody or because its time ran out; nil for one that was not.
        let givenBackAt: Instant?
    }

    /// The money that a hold reserves.
    private struct Sides: Hashable, Sendable {
        let from: AccountID
        let to: AccountID
        let amount: Money

        init(_ likeness: Likeness) {
            (from, to, amount) = (likeness.from, likeness.to, likeness.amount)
        }
    }

    private struct Placed: Sendable {
        let id: TransferID
        let reference: String
        let lastDay: BusinessDate?

        func isLike(_ likeness: Likeness) -> Bool {
            reference == likeness.reference && lastDay == likeness.lastDay
        }
    }

    private struct Amount: Hashable, Sendable {
        let account: AccountID
        let amount: Money
    }

    private var left: [Sides: [Placed]] = [:]
    /// The first that reserves the same money.
    private var firstBetween: [Sides: TransferID] = [:]
    /// When those were given back that reserve nothing any more.
    private var givenBack: [Likeness: [Instant]] = [:]
    private var booked: [Amount: [TransferID]] = [:]
    private var known: Set<TransferID> = []
    private var answers: [TransferID: Answer] = [:]
    private(set) var readAccounts: Set<AccountID> = []

    /// Adds the holds of an account that were placed since; one that is told to both of its accounts
    /// counts once.
    mutating func add(_ holds: [Hold], ofAccount id: AccountID) {
        readAccounts.insert(id)
        for hold in holds where known.insert(hold.id).inserted {
            if let givenBackAt = hold.givenBackAt {
                givenBack[hold.likeness, default: []].append(givenBackAt)
                continue
            }
            let sides = Sides(hold.likeness)
            left[sides, default: []].append(
                Placed(
                    id: hold.id,
                    reference: hold.likeness.reference,
                    lastDay: hold.likeness.lastDay
                )
            )
            if firstBetween[sides] == nil { firstBetween[sides] = hold.id }
        }
    }

    /// Adds the transfers that were booked on an account since, with their amounts.
    mutating func add(
        booked transfers: [(id: TransferID, amount: Money)],
        ofAccount id: AccountID
    ) {
        for transfer in transfers {
            booked[Amount(account: id, amount: transfer.amount), default: []].append(transfer.id)
        }
    }

    /// The transfers of the same amount that were booked on both accounts of a lost hold, to be looked
    /// at.
    func candidates(for likeness: Likeness) -> [TransferID] {
        let (from, to) = (likeness.from, likeness.to)
        let others = Set(booked[Amount(account: to, amount: likeness.amount)] ?? [])
        return (booked[Amount(account: from, amount: likeness.amount)] ?? [])
            .filter { others.contains($0) }
    }

    /// The answer that was given about a lost hold before; nil for none.
    func answer(about lost: TransferID) -> Answer? { answers[lost] }

    /// Says if a lost hold was placed again, and remembers it: the hold that it was takes no other's
    /// place.
    ///
    /// One that was given back since does not stand for it any more: it was decided otherwise. One that
    /// was given back before the lost hold was placed says nothing of it.
    ///
    /// Others that are lost do not take a likeness away: which of them it is, only people know, and the
    /// order in which they are asked about says nothing of it.
    ///
    /// - Parameters:
    ///   - lost: The lost hold.
    ///   - likeness: What it looks like.
    ///   - booked: The receipt of a transfer that may be it; nil for none.
    ///   - stands: True if what was given back at a time was decided after the lost hold.
    /// - Returns: The answer.
    mutating func take(
        _ lost: TransferID,
        _ likeness: Likeness,
        booked: JournalID?,
        whereGivenBack stands: (Instant) -> Bool
    ) -> Answer {
        let sides = Sides(likeness)
        let placed = left[sides] ?? []
        let returns = givenBack[likeness] ?? []
        let answer: Answer
        if let place = placed.firstIndex(where: { $0.isLike(likeness) }) {
            left[sides]?.remove(at: place)
            answer = .placedAgain
        } else if let last = returns.lastIndex(where: stands) {
            givenBack[likeness]?.remove(at: last)
            answer = .givenBack(returns[last])
        } else {
            let like =
                firstBetween[sides].map { LostLikeness.held($0) }
                ?? booked.map { LostLikeness.booked($0) }
            answer = like.map { Answer.like($0) } ?? .lost
        }
        answers[lost] = answer
        return answer
    }
}
