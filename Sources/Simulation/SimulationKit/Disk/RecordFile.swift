import ClientService
import ClientStorageMemory

/// The local record of one console on its disk, which outlives the console's process.
///
/// A process that ends loses nothing that it wrote. A machine that loses its power loses the
/// unsynced commits, and the record comes back as it was some commits ago.
final class RecordFile: Sendable {
    /// Maximum number of older states that are kept.
    private static let historyLimit = 12

    private let state: Cell<State>
    /// Maximum number of findings kept per account.
    private let evidenceLimit: Int

    private struct State {
        var current: InMemoryRecordStore
        var history: [InMemoryRecordStore] = []
    }

    init(evidenceLimit: Int) {
        self.evidenceLimit = evidenceLimit
        state = Cell(State(current: InMemoryRecordStore(evidenceLimit: evidenceLimit)))
    }

    /// The current state of the record.
    var current: InMemoryRecordStore { state.value.current }

    /// Opens the file for a new process; writes of an earlier process no longer reach it.
    func open() async -> InMemoryRecordStore {
        let copy = await state.value.current.copied()
        state.value.current = copy
        return copy
    }

    /// Keeps a copy of the state after a commit.
    func keep(_ store: InMemoryRecordStore) async {
        let copy = await store.copied()
        guard store === state.value.current else { return }
        state.value.history.append(copy)
        if state.value.history.count > Self.historyLimit { state.value.history.removeFirst() }
    }

    /// Deletes the record and its history.
    func destroy() { state.value = State(current: empty) }

    /// Reverts the record by a number of commits.
    func revert(commits: Int) {
        let history = state.value.history
        let kept = max(0, history.count - 1 - commits)
        state.value.history = Array(history.prefix(kept))
        state.value.current = history.isEmpty ? empty : history[kept]
    }

    private var empty: InMemoryRecordStore { InMemoryRecordStore(evidenceLimit: evidenceLimit) }
}
