import ClientService
import ClientStorageMemory
import CoreVocabulary
import LedgerCore
import SyncCore

/// Final checks of a console's accounts, holds and payees.
extension FinalCheck {
    /// Compares the rows with the model's state of the user, one by one.
    func checkTold(_ console: SimulatedConsole) async {
        guard let person = world.judge.now.people[console.owner.owner.id] else { return }
        await checkPayees(console, person)
        for account in await console.record.current.accounts() {
            check(account.record, on: console, person)
            await checkHolds(of: account.record.accountID, on: console)
        }
    }

    /// Checks that the shown payees are the user's, each with its current values.
    private func checkPayees(_ console: SimulatedConsole, _ person: ModelState.Person) async {
        let shown = await console.record.current.payees()
        let known = person.payees.filter { !$0.value.isRemoved }
        let isSame = shown.allSatisfy { payee in
            guard let account = Town.accounts.first(where: { $0.id == payee.accountID }) else {
                return false
            }
            return !payee.isRemoved && payee.name == known[payee.accountID]?.name
                && payee.number == account.accountNumber
                && payee.branchCode == Town.branchCode && payee.currency == account.currency
        }
        oracle.expect(
            .prefix,
            isSame && shown.count == known.count
                && Set(shown.map(\.accountID)) == Set(known.keys),
            "console \(console.number) shows \(shown.count) payees, and the user has "
                + "\(known.count); they are not the same"
        )
    }

    /// Checks the access, limit and closed state of a shown account.
    private func check(
        _ record: AccountRecord,
        on console: SimulatedConsole,
        _ person: ModelState.Person
    ) {
        let known = world.judge.now.ledger.accounts[record.accountID]
        let name = "console \(console.number) shows \(Oracle.short(record.accountID))"
        oracle.expect(
            .prefix,
            record.isClosed == known?.isClosed,
            "\(name) \(record.isClosed ? "closed" : "open"), which it is not"
        )
        oracle.expect(
            .prefix,
            record.access == person.grants[record.accountID]
                && record.minimumBalanceMinorUnits == known?.bounds.minimum ?? 0
                && record.currency == known?.currency && record.holder == known?.holder,
            "\(name) otherwise than it is"
        )
    }

    /// Checks that the shown holds are those that take money from the account.
    private func checkHolds(of id: AccountID, on console: SimulatedConsole) async {
        let ledger = world.judge.now.ledger
        let held = ledger.transfers.values.filter { made in
            let (debit, credit) = (made.transfer.debitAccountID, made.transfer.creditAccountID)
            let isTaken = ledger.accounts[id]?.side == .credit ? debit == id : credit == id
            return made.end == .pending && isTaken
        }
        let shown = await console.record.current.holds(of: id)
        let amounts = Dictionary(shown.map { ($0.transferID, $0.amount) }) { first, _ in first }
        let known = Dictionary(held.map { ($0.transfer.id, $0.transfer.amount) }) { first, _ in
            first
        }
        oracle.expect(
            .prefix,
            shown.count == held.count && amounts == known,
            "console \(console.number) shows \(shown.count) holds of \(Oracle.short(id)), and "
                + "there are \(held.count)"
        )
    }
}
