import CoreVocabulary
import LedgerService
import LedgerStoreMemory
import WireProtocol

/// The names and places behind the keyed bits under which the bank counts sign-ins.
///
/// They are read off a bank without any users, which counts unknown names in the same way.
enum SignInMarks {
    /// The name or the place for every value of the bits that can occur.
    static let all: [UInt128: Fact.Mark] = {
        let marks = Cell<[UInt128: Fact.Mark]>([:])
        Host.runAlone(name: "marks", part: "marks") { host, time in
            marks.value = try await read(MemoryDisk(epoch: 1), host, time)
        }
        let expected = Town.people.count + 1 + Town.placeCount
        invariant(marks.value.count == expected, "each name and place has bits of its own")
        return marks.value
    }()

    /// The bits of each place of the town.
    static let bitsOfPlaces: [Int: UInt128] = {
        var bits: [Int: UInt128] = [:]
        for case (let found, .place(let place)) in all { bits[place] = found }
        return bits
    }()

    private static func read(
        _ disk: MemoryDisk,
        _ host: Host,
        _ time: WorldTime
    ) async throws -> [UInt128: Fact.Mark] {
        let books = try LedgerStoreMemory(disk: disk)
        let notes = Cell(WatchedTransaction.FactNotes())
        let bank = Bank(
            store: NotingStore(base: books, notes: notes),
            masterKey: Town.masterKey,
            clock: SimulatedBankClock(host: host, world: time, offset: Cell(0)),
            random: SeededBankRandom(dice: Dice(seed: 0, part: "marks")),
            log: NoLog(),
            configuration: Town.configuration
        )
        var marks: [UInt128: Fact.Mark] = [:]
        let names = Town.people.map(\.name) + [Town.unknownName]
        let pairs = names.map { ($0, 0) } + (0..<Town.placeCount).map { (Town.unknownName, $0) }
        for (name, place) in pairs {
            let request = SignInRequest(user: name, password: [], code: [])
            let envelope = RequestEnvelope(token: nil, request: .signIn(request))
            _ = await bank.handle(envelope, from: RequestOrigin(place: place))
            for case .signInTries(.bits(let nameBits), .bits(let placeBits), _)
                in notes.value.all.flatMap(\.facts)
            {
                marks[nameBits] = .name(name)
                marks[placeBits] = .place(place)
            }
        }
        books.close()
        return marks
    }
}

/// A store that notes the facts of each database transaction.
private struct NotingStore: LedgerStore {
    let base: LedgerStoreMemory
    let notes: Cell<WatchedTransaction.FactNotes>

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write { [notes] transaction in
            notes.value = WatchedTransaction.FactNotes()
            return try body(WatchedTransaction(base: transaction, notes: notes))
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }
}
