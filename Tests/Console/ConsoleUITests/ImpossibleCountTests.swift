import SyncCore
import Testing

@testable import ConsoleUI

/// Goal: the backlog of the record is shown only as far as it can be true.
///
/// Method: heads at the highest count that is shown, and beyond it.
struct ImpossibleCountTests {
    // Symptom: a head that the bank only named made a record 9223372036854775802 changes behind.
    @Test("a distance that no bank can have is not known")
    func distance() {
        let held = Cursor(epoch: 1, feedSequence: 5)
        let last = Cursor(epoch: 1, feedSequence: SyncMachine.countLimit)
        let beyond = Cursor(epoch: 1, feedSequence: .max)
        let count = SyncMachine.countLimit - 5
        #expect(StatusSentences.distance(from: held, to: last) == "\(count) changes behind")
        #expect(StatusSentences.distance(from: held, to: beyond) == "how far behind is not known")
        let without = StatusSentences.distanceWithoutLine(from: held, to: last)
        #expect(without == "at least \(count) changes behind")
        let unknown = StatusSentences.distanceWithoutLine(from: held, to: beyond)
        #expect(unknown == "how far behind is not known")
    }
}
