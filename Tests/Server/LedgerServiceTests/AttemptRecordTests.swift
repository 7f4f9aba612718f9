import CoreVocabulary
import IdentityCore
import Testing

@testable import LedgerService

/// Goal: tries that run side by side are counted as they begin, whatever becomes of the others.
///
/// Method: a record by itself, with tries that begin together and end one after the other.
struct AttemptRecordTests {
    private static let now = Instant(secondsSinceEpoch: 1_795_156_200)

    @Test("the owner's success does not make the thief's open tries free")
    func ownerSucceeds() {
        var record = AttemptRecord()
        for _ in 0..<4 { #expect(record.begin(at: Self.now) == .allowed) }
        record.succeed(at: Self.now)
        for _ in 0..<3 { record.fail() }
        #expect(record.state.failureCount == 3)
        #expect(record.openTryCount == 0)
        #expect(record.begin(at: Self.now) == .allowed)
        #expect(record.begin(at: Self.now) == .allowed)
        #expect(record.begin(at: Self.now) != .allowed)
    }

    @Test("a day after the last try nothing is left of it")
    func forgotten() {
        var record = AttemptRecord()
        for _ in 0..<5 { #expect(record.begin(at: Self.now) == .allowed) }
        let almost = Self.now.adding(seconds: AttemptRecord.memorySeconds - 1)
        var later = record
        #expect(later.begin(at: almost) == .allowed)
        #expect(later.state.failureCount == 6)
        #expect(record.begin(at: Self.now.adding(seconds: AttemptRecord.memorySeconds)) == .allowed)
        #expect(record.state.failureCount == 1)
        #expect(record.openTryCount == 1)
    }
}
