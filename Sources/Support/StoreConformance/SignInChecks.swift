import LedgerService

/// Checks on failed sign-ins.
enum SignInChecks {
    /// Checks on failed sign-ins, and on the places of sign-ins.
    static let signIns: [StoreCheck] = [
        .transaction("failed sign-ins are forgotten by age and beyond a number, transfers are not")
        { books in
            for number in 1...5 { try books.count(signInAt: Int64(number)) }
            let transfers = AttemptKey.transfers(1)
            try books.update(AttemptRecord(openTryCount: 1), under: transfers)
            try books.removeSignIns(countedBy: Sample.later(1), beyond: 9)
            try expect(books.countedSignIns(), is: [2, 3, 4, 5])
            try books.removeSignIns(countedBy: Sample.later(1), beyond: 2)
            try expect(books.countedSignIns(), is: [4, 5])
            try expect(books.tries(under: transfers).openTryCount, is: 1)
        },
        .transaction("the failed sign-ins of one name are forgotten at all places") { books in
            for number in 1...5 { try books.count(signInAt: Int64(number)) }
            let other = AttemptKey.signIns(nameBits: 8, placeBits: .min)
            try books.update(AttemptRecord(openTryCount: 3), under: other)
            try expect(books.removeSignIns(under: 7), is: 5)
            try expect(books.countedSignIns(), is: [])
            try expect(books.tries(under: other).openTryCount, is: 3)
        },
        .transaction("of each user the latest places are remembered") { books in
            for number in 1...2 { try books.insert(Sample.user(number)) }
            for (place, second) in [(1, 1), (2, 2), (1, 3), (3, 4)] as [(UInt128, Int64)] {
                try books.insertPlace(place, of: 1, at: Sample.later(second), limit: 2)
            }
            let known = try (1...3).map { try books.hasSignedIn(1, from: $0) }
            try expect(known, is: [true, false, true])
            try expect(books.hasSignedIn(2, from: 1), is: false)
            try books.expectRefusal("a place of nobody") {
                try books.insertPlace(1, of: 3, at: Sample.start, limit: 2)
            }
        },
    ]
}

extension LedgerTransaction {
    fileprivate func count(signInAt second: Int64) throws {
        let tries = AttemptRecord(openTryCount: 1, countedAt: Sample.later(second))
        try update(tries, under: .signIns(nameBits: 7, placeBits: UInt128(second)))
    }

    fileprivate func countedSignIns() throws -> [Int64] {
        try (1...5).filter {
            try tries(under: .signIns(nameBits: 7, placeBits: UInt128($0))).openTryCount > 0
        }
    }
}
