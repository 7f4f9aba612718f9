import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// The bank's own office: pays in and out, holds and releases, gives access and takes it away.
///
/// What it was not told the end of it asks for again, under the same numbers.
final class BackOffice: Sendable {
    private let world: World
    private let desk: Host
    private let state: Cell<State>

    private struct State {
        var dice: Dice
        var workCount = 0
        var holds: [Hold] = []
    }

    /// A hold that was made, and may be posted or voided.
    private struct Hold {
        let transfer: Transfer
        let expiresAt: Instant
    }

    init(world: World, desk: Host) {
        self.world = world
        self.desk = desk
        state = Cell(State(dice: Dice(seed: world.seed, part: "office")))
    }

    /// Does things until the time is over.
    func work() async throws {
        while world.isStormy {
            try await world.waitForMorning(desk)
            try await desk.sleep(nanoseconds: state.value.dice.within(800...7_000) * 1_000_000)
            try await doSomething()
        }
    }

    private func doSomething() async throws {
        world.count(\.operations)
        switch state.value.dice.below(100) {
        case ..<40: try await move()
        case ..<52: try await moveLinked()
        case ..<66: try await hold()
        case ..<78: try await resolve()
        case ..<86: try await expire()
        case ..<94: try await changeAccess()
        default: try await changePayee()
        }
    }

    // MARK: Money

    private func move() async throws {
        let account = 1 + state.value.dice.below(Town.accounts.count - 1)
        let amount = state.value.dice.within(1...20_000)
        let isOut = state.value.dice.percent(40)
        let transfer = isOut ? makeTransfer(account, 0, amount) : makeTransfer(0, account, amount)
        try await post([transfer])
    }

    /// Two transfers of which none may be without the other.
    private func moveLinked() async throws {
        let first = state.value.dice.within(1...5_000)
        let second = state.value.dice.within(1...5_000)
        let transfers = [makeTransfer(0, 1, first), makeTransfer(0, 2, second)]
        try await post(transfers)
    }

    private func hold() async throws {
        let account = 1 + state.value.dice.below(4)
        let seconds = state.value.dice.within(5...120)
        let expiresAt = world.time.trueTime.adding(seconds: seconds)
        let transfer = makeTransfer(
            account,
            0,
            state.value.dice.within(1...9_000),
            .pend(expiresAt: expiresAt)
        )
        if try await post([transfer]) {
            state.value.holds.append(Hold(transfer: transfer, expiresAt: expiresAt))
        }
    }

    private func resolve() async throws {
        guard !state.value.holds.isEmpty else { return }
        let hold = state.value.holds.remove(at: state.value.dice.below(state.value.holds.count))
        let isPosted = state.value.dice.percent(60)
        let id = hold.transfer.id
        let transfer = makeTransfer(
            hold.transfer,
            isPosted ? .post(id) : .void(id)
        )
        try await post([transfer])
    }

    private func expire() async throws {
        guard let life = world.bank.life else { return }
        let count = await life.host.call { (try? await life.bank.expirePending()) ?? 0 }
        for _ in 0..<(count ?? 0) { world.note(.holdExpired) }
    }

    private func makeTransfer(
        _ debit: Int,
        _ credit: Int,
        _ minorUnits: Int64,
        _ kind: TransferKind = .direct
    ) -> Transfer {
        Transfer(
            id: TransferID(rawValue: bits()),
            debitAccountID: Town.accounts[debit].id,
            creditAccountID: Town.accounts[credit].id,
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            kind: kind,
            code: TransferCode.externalPayment.rawValue,
            valueDate: ZoneOffset.india.date(of: world.time.trueTime),
            eventAt: world.time.trueTime
        )
    }

    private func makeTransfer(_ hold: Transfer, _ kind: TransferKind) -> Transfer {
        Transfer(
            id: TransferID(rawValue: bits()),
            debitAccountID: hold.debitAccountID,
            creditAccountID: hold.creditAccountID,
            amount: hold.amount,
            kind: kind,
            code: hold.code,
            valueDate: hold.valueDate,
            eventAt: world.time.trueTime
        )
    }

    private func bits() -> UInt128 {
        UInt128(state.value.dice.bits()) << 64 | UInt128(state.value.dice.bits())
    }

    /// Posts a journal until the bank has said what became of it; whether it was accepted.
    @discardableResult
    private func post(_ transfers: [Transfer]) async throws -> Bool {
        state.value.workCount += 1
        let reference = "office \(state.value.workCount)"
        let posting = Posting(
            journal: Journal(id: JournalID(rawValue: bits()), transfers: transfers),
            narratives: transfers.map { _ in
                Narrative(shownToDebtor: "cash", shownToCreditor: "cash", reference: reference)
            }
        )
        world.oracle.willPost(reference, Self.effects(of: transfers))
        world.trace.note("office: posts \(reference)")
        while world.oracle.violation == nil {
            let refusals = try await ask { try await $0.post([posting]) }
            guard let refusal = refusals.first else { continue }
            guard refusal == nil else {
                world.oracle.willPost(reference, [:])
                return false
            }
            world.oracle.didPost(reference)
            return true
        }
        return false
    }

    /// What transfers do to the balances of the accounts, each counted on its own side.
    private static func effects(of transfers: [Transfer]) -> [AccountID: Int64] {
        var effects: [AccountID: Int64] = [:]
        for transfer in transfers where transfer.kind.isBooked {
            let amount = transfer.amount.minorUnits
            for account in Town.accounts {
                let sign: Int64 = account.side == .credit ? 1 : -1
                if account.id == transfer.debitAccountID {
                    effects[account.id, default: 0] -= sign * amount
                }
                if account.id == transfer.creditAccountID {
                    effects[account.id, default: 0] += sign * amount
                }
            }
        }
        return effects
    }

    /// Asks the bank until it answers.
    private func ask<Value: Sendable>(
        _ body: @escaping @Sendable (Bank) async throws -> Value
    ) async throws -> Value {
        while true {
            if let life = world.bank.life,
                let answer = await life.host.call({ () async -> Value? in
                    // Whatever went wrong: the office asks again, and is answered in the end.
                    try? await body(life.bank)
                }),
                let value = answer
            {
                return value
            }
            try await desk.sleep(nanoseconds: 700_000_000)
        }
    }

    // MARK: Access

    private func changeAccess() async throws {
        // Only accounts beside the main one of each, so that there is always something to do.
        let (person, account) =
            state.value.dice.pick([(0, 2), (1, 4), (2, 1), (2, 3), (0, 5)])
            ?? (0, 2)
        let (user, id) = (Town.people[person].id, Town.accounts[account].id)
        if state.value.dice.percent(50) {
            world.oracle.willRevoke(id, of: user)
            world.trace.note("office: revokes \(Town.accounts[account].word)")
            try await ask { try await $0.revokeAccess(to: id, for: user) }
        } else {
            // A grant makes history come in beside news, which is another cut.
            world.oracle.willRevoke(id, of: user)
            let access: AccountRecord.Access = state.value.dice.percent(70) ? .operate : .view
            world.trace.note("office: grants \(Town.accounts[account].word)")
            try await ask { try await $0.grantAccess(access, to: id, for: user) }
        }
    }

    private func changePayee() async throws {
        let (person, account) = state.value.dice.pick(Town.payees) ?? (0, 3)
        let (user, id) = (Town.people[person].id, Town.accounts[account].id)
        if state.value.dice.percent(50) {
            try await ask { try await $0.removePayee(id, for: user) }
        } else {
            let name = "\(Town.accounts[account].word) (\(state.value.dice.below(100)))"
            try await ask { try await $0.addPayee(id, named: name, for: user) }
        }
    }
}
