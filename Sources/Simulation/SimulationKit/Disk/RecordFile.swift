import ClientService
import CoreVocabulary

/// The local record of one console on its disk, which outlives the console's process.
///
/// A process that ends loses nothing that it wrote; a machine that loses its power loses what was
/// not synced, and the record comes back as it was some commits ago.
final class RecordFile: Sendable {
    /// How many older states are kept to come back.
    private static let historyLimit = 12

    private let state: Cell<State>
    /// The most findings that are kept about one account.
    private let evidenceLimit: Int

    private struct State {
        var current: InMemoryRecordStore
        var history: [InMemoryRecordStore] = []
    }

    init(evidenceLimit: Int) {
        self.evidenceLimit = evidenceLimit
        state = Cell(State(current: InMemoryRecordStore(evidenceLimit: evidenceLimit)))
    }

    /// The rows as they are.
    var current: InMemoryRecordStore { state.value.current }

    /// Takes the file up for a new process: what an earlier one still writes goes nowhere.
    func open() async -> InMemoryRecordStore {
        let copy = await state.value.current.copied()
        state.value.current = copy
        return copy
    }

    /// Notes that a change was committed.
    func keep(_ store: InMemoryRecordStore) async {
        let copy = await store.copied()
        guard store === state.value.current else { return }
        state.value.history.append(copy)
        if state.value.history.count > Self.historyLimit { state.value.history.removeFirst() }
    }

    /// Leaves nothing of the record.
    func destroy() {
        state.value = State(current: empty)
    }

    /// Puts the state of some commits ago in the place of the record.
    func revert(commits: Int) {
        let history = state.value.history
        let kept = max(0, history.count - 1 - commits)
        state.value.history = Array(history.prefix(kept))
        state.value.current = history.isEmpty ? empty : history[kept]
    }

    private var empty: InMemoryRecordStore { InMemoryRecordStore(evidenceLimit: evidenceLimit) }
}
