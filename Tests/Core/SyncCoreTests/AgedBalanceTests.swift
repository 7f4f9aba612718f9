import CoreVocabulary
import MoneyCore
import SyncCore
import Testing

// Goal: the figures of an account are those that it can be used by: a closed one can pay nothing.
// Method: records with each kind of limit, open and closed.

@Suite struct AgedBalanceTests {
    private func balance(_ lowest: Int64, isClosed: Bool, booked: Int64 = 0) -> AgedBalance {
        let record = AccountRecord(
            accountID: Sample.account,
            number: "001234",
            branchCode: "SAHY0000001",
            holder: "Asha",
            product: "Current",
            currency: .indianRupee,
            heldMinorUnits: 0,
            minimumBalanceMinorUnits: lowest,
            isClosed: isClosed,
            access: .operate,
            accountSequence: 1
        )
        return AgedBalance(of: record, bookedMinorUnits: booked, freshness: .unverified)
    }

    // Symptom: an account that was closed for good showed its overdraft as money available.
    @Test("a closed account has no overdraft, no minimum balance and nothing available")
    func closed() {
        for lowest: Int64 in [.min, -500_00, 0, 500_00, .max] {
            let balance = balance(lowest, isClosed: true)
            #expect(balance.isClosed)
            #expect(balance.overdraft.isZero, "\(lowest)")
            #expect(balance.minimumBalance.isZero, "\(lowest)")
            #expect(balance.available.isZero, "\(lowest)")
        }
    }

    @Test("closing leaves the balance as booked, and nothing of it can be spent")
    func closedBooked() {
        for booked: Int64 in [-7, 0, 7] {
            let balance = balance(-500, isClosed: true, booked: booked)
            #expect(balance.booked.minorUnits == booked)
            #expect(balance.available.isZero)
        }
    }

    @Test("an open account has its overdraft, or keeps what has to stay")
    func open() {
        let overdrawn = balance(-500, isClosed: false, booked: 200)
        #expect(!overdrawn.isClosed)
        #expect(overdrawn.overdraft.minorUnits == 500)
        #expect(overdrawn.available.minorUnits == 700)
        let keeping = balance(150, isClosed: false, booked: 200)
        #expect(keeping.minimumBalance.minorUnits == 150)
        #expect(keeping.available.minorUnits == 50)
    }
}
