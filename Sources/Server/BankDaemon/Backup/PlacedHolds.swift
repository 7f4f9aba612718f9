import CoreVocabulary
import MoneyCore

/// Holds placed in the present books since the divergence.
///
/// They show which lost holds were placed again, one for one, and which may exist under another
/// reference or as a transfer.
struct PlacedHolds: Sendable {
    /// An answer about a lost hold.
    enum Answer: Hashable, Sendable {
        /// Somebody placed it again.
        case placedAgain
        /// Nobody did, but something moves or reserves the same money between the same accounts.
        case like(LostLikeness)
        /// Somebody placed it again, and it was released at this time.
        case givenBack(Instant)
        /// Nothing in the present books may be it.
        case lost
    }

    /// The visible features of a hold.
    struct Likeness: Hashable, Sendable {
        let from: AccountID
        let to: AccountID
        let amount: Money
        let reference: String
        /// The last day on which it reserves money; nil without an expiry.
        let lastDay: BusinessDate?

        fileprivate var sides: Sides { Sides(from: from, to: to, amount: amount) }
    }

    /// A hold that was placed since the divergence.
    struct Hold: Sendable {
        let id: TransferID
        let likeness: Likeness
        /// Time at which it was voided or expired; nil if it was not released.
        let givenBackAt: Instant?
    }

    /// The accounts and amount of a hold.
    fileprivate struct Sides: Hashable, Sendable {
        let from: AccountID
        let to: AccountID
        let amount: Money
    }

    private struct Amount: Hashable, Sendable {
        let account: AccountID
        let amount: Money
    }

    private var left: [Sides: [Hold]] = [:]
    /// The first hold that reserves the same money.
    private var firstBetween: [Sides: TransferID] = [:]
    /// The times at which released holds were released.
    private var givenBack: [Likeness: [Instant]] = [:]
    private var booked: [Amount: [TransferID]] = [:]
    private var known: Set<TransferID> = []
    /// The answers so far, by lost hold.
    private(set) var answers: [TransferID: Answer] = [:]
    private(set) var readAccounts: Set<AccountID> = []

    /// Adds the new holds of an account.
    ///
    /// A hold in the feeds of both its accounts counts once.
    mutating func add(_ holds: [Hold], ofAccount id: AccountID) {
        readAccounts.insert(id)
        for hold in holds where known.insert(hold.id).inserted {
            if let givenBackAt = hold.givenBackAt {
                givenBack[hold.likeness, default: []].append(givenBackAt)
                continue
            }
            let sides = hold.likeness.sides
            left[sides, default: []].append(hold)
            if firstBetween[sides] == nil { firstBetween[sides] = hold.id }
        }
    }

    /// Adds the new transfers of an account, with their amounts.
    mutating func add(
        booked transfers: [(id: TransferID, amount: Money)],
        ofAccount id: AccountID
    ) {
        for transfer in transfers {
            booked[Amount(account: id, amount: transfer.amount), default: []].append(transfer.id)
        }
    }

    /// Returns the transfers of the same amount on both accounts of a lost hold, as candidates.
    func candidates(for likeness: Likeness) -> [TransferID] {
        func transfers(of account: AccountID) -> [TransferID] {
            booked[Amount(account: account, amount: likeness.amount)] ?? []
        }
        let others = Set(transfers(of: likeness.to))
        return transfers(of: likeness.from).filter { others.contains($0) }
    }

    /// Decides if a lost hold was placed again, and remembers the answer.
    ///
    /// A present hold matches only one lost hold exactly. A hold that was placed again and released
    /// since does not replace it, because it was decided otherwise. A hold that was released before
    /// the lost one was placed proves nothing.
    ///
    /// A likeness serves several lost holds, because only people know which of them it is, and the
    /// order of the questions says nothing about that.
    mutating func decide(
        about lost: TransferID,
        _ likeness: Likeness,
        booked: JournalID?,
        whereGivenBack stands: (Instant) -> Bool
    ) -> Answer {
        let sides = likeness.sides
        let returns = givenBack[likeness] ?? []
        let answer: Answer
        if let place = left[sides]?.firstIndex(where: { $0.likeness == likeness }) {
            left[sides]?.remove(at: place)
            answer = .placedAgain
        } else if let last = returns.lastIndex(where: stands) {
            givenBack[likeness]?.remove(at: last)
            answer = .givenBack(returns[last])
        } else {
            let held = firstBetween[sides].map { LostLikeness.held($0) }
            let like = held ?? booked.map { LostLikeness.booked($0) }
            answer = like.map { Answer.like($0) } ?? .lost
        }
        answers[lost] = answer
        return answer
    }
}
