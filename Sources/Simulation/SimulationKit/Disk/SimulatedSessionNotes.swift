import ClientService
import CoreVocabulary

/// The notes of a console's sessions at the bank, as one process of it reads and writes them.
struct SimulatedSessionNotes: SessionNotes {
    let console: SimulatedConsole
    let host: Host

    func left() async throws -> [SessionID] { try sessions.value }

    func note(_ id: SessionID) async throws { try sessions.value.append(id) }

    func forget(_ id: SessionID) async throws { try sessions.value.removeAll { $0 == id } }

    private var sessions: Cell<[SessionID]> {
        get throws {
            guard host.isAlive else { throw DiskFault() }
            return console.sessions
        }
    }
}
