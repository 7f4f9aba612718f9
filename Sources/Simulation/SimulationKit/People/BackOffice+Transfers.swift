import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Transfers of the office: mostly valid ones, and at times some that the bank has to refuse.
extension BackOffice {
    /// Percentage of transfers that are drawn without regard to the rules.
    private static let carelessPercent = 12

    /// Makes a transfer in or out, or at times between any two accounts.
    func move() -> Transfer {
        guard !dice.value.percent(Self.carelessPercent) else { return careless() }
        let account = customerAccount()
        let usual = dice.value.within(1...20_000)
        let cash = Town.cash(of: account.currency)
        let isOut = dice.value.percent(40)
        let (debit, credit) = isOut ? (account.id, cash) : (cash, account.id)
        return make(
            debit: debit,
            credit: credit,
            Money(minorUnits: edge(debit, credit) ?? usual, currency: account.currency)
        )
    }

    /// Returns the largest amount that the accounts allow or one more, or nil in most cases.
    private func edge(_ debit: AccountID, _ credit: AccountID) -> Int64? {
        guard dice.value.percent(8) else { return nil }
        return Edges.amount(from: debit, to: credit, of: nil, in: world, &dice.value)
    }

    /// Makes two linked transfers, of which the second may be too large.
    func linked() -> [Transfer] {
        let first = dice.value.within(1...5_000)
        let second =
            dice.value.percent(25) ? 2_000_000 : dice.value.within(1...5_000)
        let accounts = Town.accounts
        return [
            make(debit: accounts[0].id, credit: accounts[1].id, rupees(first)),
            make(
                debit: dice.value.percent(50) ? accounts[1].id : accounts[0].id,
                credit: accounts[2].id,
                rupees(second)
            ),
        ]
    }

    /// Makes a hold for some seconds or without an expiry.
    func hold() -> Transfer {
        let seconds = dice.value.within(dice.value.percent(5) ? -5...0 : 2...90)
        let expiresAt = world.time.trueTime.adding(seconds: seconds)
        let isLimited = dice.value.percent(90)
        let amount = dice.value.within(1...(dice.value.percent(10) ? 900_000 : 9_000))
        return hold(amount, until: isLimited ? expiresAt : nil)
    }

    /// Makes a hold that expires at an instant of the bank's clock.
    func hold(_ usual: Int64, until expiresAt: Instant?) -> Transfer {
        let account = customerAccount()
        let cash = Town.cash(of: account.currency)
        return make(
            debit: account.id,
            credit: cash,
            Money(minorUnits: edge(account.id, cash) ?? usual, currency: account.currency),
            .pend(expiresAt: expiresAt)
        )
    }

    /// Makes the end of a hold: in full, in part, too large, or of a transfer that is no hold.
    func end(_ made: Transfer) -> Transfer? {
        guard
            made.kind.code == TransferKind.pend(expiresAt: nil).code
                || dice.value.percent(Self.carelessPercent)
        else { return nil }
        let isPosted = dice.value.percent(60)
        var amount = made.amount.minorUnits
        switch dice.value.below(10) {
        case ..<3: amount = max(1, amount / 2)
        case 3: amount &+= 1
        default: break
        }
        let isSwapped = dice.value.percent(4)
        return make(
            debit: isSwapped ? made.creditAccountID : made.debitAccountID,
            credit: isSwapped ? made.debitAccountID : made.creditAccountID,
            Money(minorUnits: amount, currency: made.amount.currency),
            isPosted ? .post(made.id) : .void(made.id)
        )
    }

    /// Makes the mirror of a transfer, at times with an error.
    func reverse(_ made: Transfer) -> Transfer {
        let isSwapped = !dice.value.percent(8)
        let amount = made.amount.minorUnits &+ (dice.value.percent(8) ? 1 : 0)
        return make(
            debit: isSwapped ? made.creditAccountID : made.debitAccountID,
            credit: isSwapped ? made.debitAccountID : made.creditAccountID,
            Money(minorUnits: amount, currency: made.amount.currency),
            .reversal(of: made.id)
        )
    }

    /// Returns the transfer with one field changed, under the same identifier.
    func altered(_ made: Transfer) -> Transfer {
        let field = dice.value.below(5)
        return Transfer(
            id: made.id,
            debitAccountID: field == 0 ? made.creditAccountID : made.debitAccountID,
            creditAccountID: field == 1 ? made.debitAccountID : made.creditAccountID,
            amount: Money(
                minorUnits: made.amount.minorUnits &+ (field == 2 ? 1 : 0),
                currency: made.amount.currency
            ),
            kind: made.kind,
            code: field == 3 ? made.code &+ 1 : made.code,
            valueDate: made.valueDate,
            eventAt: field == 4 ? made.eventAt.adding(seconds: 1) : made.eventAt
        )
    }

    /// Asks for a correction by the bank itself: a reversal, a hold or its end, or other limits.
    func correct() async throws {
        let known = world.judge.now.ledger.transfers.keys.sorted()
        let id = dice.value.pick(known) ?? TransferID(rawValue: 1)
        let isNamed = dice.value.percent(50)
        switch dice.value.below(6) {
        case 0: try await ask(.reverse(id, reference: isNamed ? "corrected" : nil))
        case 1: try await ask(.hold(bankHold()))
        case 2: try await ask(.postHold(heldID() ?? id, isNamed ? nil : rupees(1)))
        case 3: try await ask(.voidHold(heldID() ?? id))
        default:
            let account = customerAccount()
            let least: Int64? = isNamed ? account.minimum : minimum(of: account)
            let bounds = ModelLedger.Bounds(minimum: least, maximum: account.maximum)
            try await ask(.changeLimits(account.id, bounds))
        }
    }

    /// Draws a minimum: any, the lowest that the account keeps now, or one more.
    private func minimum(of account: Town.TownAccount) -> Int64 {
        let usual = dice.value.within(-60_000...5_000)
        guard dice.value.percent(15), let now = world.judge.now.ledger.accounts[account.id]
        else { return usual }
        return now.balance - now.held + (dice.value.percent(50) ? 1 : 0)
    }

    /// Draws a pending hold; nil if there is none.
    func heldID() -> TransferID? {
        let held = world.judge.now.ledger.transfers.filter { $0.value.end == .pending }
        return dice.value.pick(held.keys.sorted())
    }

    private func bankHold() -> BankHold {
        let account = customerAccount()
        let cash = Town.cash(of: account.currency)
        let debtor =
            switch dice.value.below(100) {
            case ..<5: AccountID(rawValue: 7)
            case ..<10: cash
            default: account.id
            }
        let expiresAt = world.time.trueTime.adding(seconds: dice.value.within(1...120))
        return BankHold(
            debitAccountID: debtor,
            creditAccountID: debtor == cash ? account.id : cash,
            amount: Money(minorUnits: dice.value.within(0...9_000), currency: account.currency),
            reference: "held by the bank",
            expiresAt: dice.value.percent(70) ? expiresAt : nil
        )
    }

    /// Returns the texts with one of them changed.
    func altered(_ narrative: Narrative) -> Narrative {
        let field = dice.value.below(3)
        return Narrative(
            shownToDebtor: narrative.shownToDebtor + (field == 0 ? Self.alterationMark : ""),
            shownToCreditor: narrative.shownToCreditor + (field == 1 ? Self.alterationMark : ""),
            reference: narrative.reference + (field == 2 ? Self.alterationMark : "")
        )
    }

    /// Draws a booking time: mostly nil for now, at times one in the past, and seldom one in the
    /// future.
    func bookingTime() -> Instant? {
        switch dice.value.below(30) {
        case ..<3: world.time.trueTime.adding(seconds: -dice.value.within(0...600))
        case 3: world.time.trueTime.adding(seconds: dice.value.within(1...600))
        default: nil
        }
    }

    /// Makes a transfer of any amount between any two accounts.
    private func careless() -> Transfer {
        let debit = Town.accounts[dice.value.below(Town.accounts.count)]
        let credit = Town.accounts[dice.value.below(Town.accounts.count)]
        let amounts: [Int64] = [0, -1, 1, 300_000, 5_000_000, .max]
        let amount = amounts[dice.value.below(amounts.count)]
        let isUnknown = dice.value.percent(8)
        return make(
            debit: isUnknown ? AccountID(rawValue: 7) : debit.id,
            credit: credit.id,
            Money(
                minorUnits: amount,
                currency: dice.value.percent(20) ? .usDollar : debit.currency
            ),
            code: dice.value.percent(5) ? 0 : TransferCode.externalPayment.rawValue
        )
    }

    func customerAccount() -> Town.TownAccount {
        let accounts = Town.accounts.enumerated().filter { !Town.ownAccounts.contains($0.offset) }
        return accounts[dice.value.below(accounts.count)].element
    }

    private func rupees(_ minorUnits: Int64) -> Money {
        Money(minorUnits: minorUnits, currency: .indianRupee)
    }

    func make(
        debit: AccountID,
        credit: AccountID,
        _ amount: Money,
        _ kind: TransferKind = .direct,
        code: UInt16 = TransferCode.externalPayment.rawValue
    ) -> Transfer {
        Transfer(
            id: TransferID(rawValue: bits()),
            debitAccountID: debit,
            creditAccountID: credit,
            amount: amount,
            kind: kind,
            code: code,
            valueDate: ZoneOffset.india.date(of: world.time.trueTime),
            eventAt: world.time.trueTime
        )
    }
}
