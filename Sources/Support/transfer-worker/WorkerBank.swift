import ClientService
import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite

/// The bank in a folder of `counterfoil demo --state`, and the line to it.
struct WorkerBank: BankLink {
    let bank: Bank
    let store: LedgerStoreSQLite

    /// Opens the books; they must be there.
    init(folder: String, clock: HandedClock) throws {
        let key = try Self.key("\(folder)/bank/master.key")
        store = try LedgerStoreSQLite(path: "\(folder)/bank/ledger.sqlite")
        bank = Bank(
            store: store,
            masterKey: try MasterKey(key),
            clock: clock,
            random: WorkerRandom(),
            log: WorkerLog()
        )
    }

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        await bank.handle(request)
    }

    private static func key(_ path: String) throws -> SharedSecret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw WorkerFailure("\(path) cannot be read.") }
        defer { close(descriptor) }
        let key = SharedSecret(capacity: MasterKey.byteCount)
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, key.append(byte) {}
        return key
    }
}

/// The machine's randomness.
private struct WorkerRandom: BankRandom {
    func bytes(_ count: Int) -> [UInt8] {
        SecureRandom.bytes(count)
    }
}

/// Tells what the bank notes, so that the test fails with its cause.
private struct WorkerLog: BankLog {
    func note(_ entry: BankLogEntry) {
        WorkerOutput.write("noted \(entry.event.rawValue) \(entry.text)")
    }
}
