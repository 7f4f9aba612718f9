import BankTestKit
import CoreVocabulary
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: as many names and places are remembered as may be, not one fewer and not one more.
///
/// Method: sign-ins beside rows about transfers, of which some are taken back after they were counted.
struct RememberedSignInTests {
    private struct TakenBack: Error {}

    @Test("of many sign-ins the newest stay, whatever became of the rows about transfers")
    func newestStay() async throws {
        let bank = try await TestBank.open()
        try await bank.store.write { books in
            for number in 1...3 { try books.countTransfer(number) }
            for number in 1...5 { try books.countSignIn(number) }
            try books.removeSignIns(countedBy: .epoch, beyond: 4)
        }
        #expect(try await bank.store.rememberedSignIns() == [2, 3, 4, 5])

        try await takeBack(in: bank.store)
        try await bank.store.write { books in
            // The first is there already.
            for number in [1, 7] { try books.countTransfer(number) }
            try books.countSignIn(6)
            try books.removeSignIns(countedBy: .epoch, beyond: 4)
        }
        #expect(try await bank.store.rememberedSignIns() == [3, 4, 5, 6])

        let again = try await bank.reopened()
        try await again.store.write { books in
            try books.countSignIn(7)
            try books.removeSignIns(countedBy: .epoch, beyond: 4)
        }
        #expect(try await again.store.rememberedSignIns() == [4, 5, 6, 7])
    }

    @Test("sign-ins that are old go by their age, and of the others no more than are too many")
    func oldAndTooMany() async throws {
        let bank = try await TestBank.open()
        try await bank.store.write { books in
            for number in 1...6 { try books.countSignIn(number) }
            try books.removeSignIns(countedBy: signInTime(2), beyond: 3)
        }
        #expect(try await bank.store.rememberedSignIns() == [4, 5, 6])
        try await bank.store.write { books in
            try books.removeSignIns(countedBy: signInTime(4), beyond: 3)
        }
        #expect(try await bank.store.rememberedSignIns() == [5, 6])
    }

    /// Adds rows about transfers: one in a part that is taken back, one that stays, one in a database
    /// transaction that is taken back.
    private func takeBack(in store: LedgerStoreSQLite) async throws {
        try await store.write { books in
            #expect(throws: TakenBack.self) {
                try books.savepoint { () throws -> Void in
                    try books.countTransfer(4)
                    throw TakenBack()
                }
            }
            try books.countTransfer(5)
        }
        await #expect(throws: TakenBack.self) {
            try await store.write { books -> Void in
                try books.countTransfer(6)
                throw TakenBack()
            }
        }
    }
}

private func signInTime(_ number: Int) -> Instant {
    TestBank.start.adding(seconds: Int64(number))
}

private func signInKey(_ number: Int) -> AttemptKey {
    .signIns(nameBits: 7, placeBits: UInt128(number))
}

extension LedgerTransaction {
    fileprivate func countSignIn(_ number: Int) throws {
        try update(AttemptRecord(countedAt: signInTime(number)), under: signInKey(number))
    }

    fileprivate func countTransfer(_ number: Int) throws {
        let key = AttemptKey.transfers(UserID(rawValue: UInt128(number)))
        try update(AttemptRecord(countedAt: TestBank.start), under: key)
    }
}

extension LedgerStoreSQLite {
    fileprivate func rememberedSignIns() async throws -> [Int] {
        try await read { books in
            try (1...9).filter { try books.tries(under: signInKey($0)).countedAt != .epoch }
        }
    }
}
