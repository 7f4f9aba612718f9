import Glibc
import NIOCore
import ServiceLifecycle

/// A listener that says in a sentence why it cannot listen.
struct Listening: Service {
    let service: any Service
    /// The address or the path, for the sentence.
    let place: String

    func run() async throws {
        do {
            try await service.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerError(.addressInUse, subject: place)
        } catch is IOError {
            throw ServerError(.addressRefused, subject: place)
        } catch is SocketAddressError {
            throw ServerError(.addressRefused, subject: place)
        }
    }
}

/// A Unix socket that only the owner and the group of the server may use.
struct SocketFile: Service {
    /// Read and write for the owner and the group.
    static let mode: mode_t = 0o660

    let path: String
    let service: any Service

    func run() async throws {
        defer { unlink(path) }
        try await service.run()
    }
}

/// Services that are stopped at the same time.
struct Together: Service {
    let services: [any Service]

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask { try await service.run() }
            }
            // The first failure leaves this body, and that ends the others.
            while try await group.next() != nil {}
        }
    }
}
