import ArgumentParser
import Glibc
import SimulationKit

/// Stores that the user asks for.
enum StoreChoice: String, ExpressibleByArgument, CaseIterable {
    /// The books in memory.
    case memory
    /// The books in SQLite, in files that are in memory as well.
    case real

    /// Runs a body with the stores, and removes their folder afterwards.
    func run(_ body: (SimulatedStores) throws -> Void) throws {
        switch self {
        case .memory: try body(.memory)
        case .real:
            var template = Array("/dev/shm/counterfoil-simulate-XXXXXX".utf8CString)
            let folder = template.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
            }
            guard let folder else { throw ValidationError("/dev/shm has no room for the books.") }
            defer { rmdir(folder) }
            try body(.sqlite(in: folder))
        }
    }
}
