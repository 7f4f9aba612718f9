import Glibc
import NIOCore
import ServiceLifecycle

/// A listener that says in a sentence why it cannot listen, or does so no more.
///
/// The system may take a listener away while its process goes on. A bank whose doors are shut is to
/// end then, so that whoever started it starts it again.
struct Listening: Service {
    /// The address or the path, for the sentence.
    let place: String
    private let door = Door()
    private let service: any Service

    /// Makes a listener of a service that hands over the channel on which it listens.
    init(place: String, _ service: (Door) -> any Service) {
        self.place = place
        self.service = service(door)
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A failure has its own sentence, and ends the other task by leaving this body: a
                // door that was shut first would have its sentence told in its place.
                try await listen()
                door.shut()
            }
            // The service itself stays until the last connection has ended, which may be long.
            group.addTask {
                await door.untilShut()
                guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
                throw ServerError(.listenerEnded, subject: place)
            }
            // The first failure leaves this body, and that ends the other task.
            while try await group.next() != nil {}
        }
    }

    private func listen() async throws {
        do {
            try await service.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerError(.addressInUse, subject: place)
        } catch let error as IOError where error.errnoCode == EADDRNOTAVAIL {
            throw ServerError(.addressNotLocal, subject: place)
        } catch let error as IOError where [EMFILE, ENFILE].contains(error.errnoCode) {
            throw ServerError(.tooManyFiles, subject: place)
        } catch is IOError {
            throw ServerError(.addressRefused, subject: place)
        } catch is SocketAddressError {
            throw ServerError(.addressUnknown, subject: place)
        } catch is SocketAddressError.UnknownHost {
            throw ServerError(.addressUnknown, subject: place)
        }
    }
}

/// Tells when a channel on which connections come in is closed.
final class Door: Sendable {
    private let closing: AsyncStream<Never>
    private let closer: AsyncStream<Never>.Continuation

    init() {
        (closing, closer) = AsyncStream.makeStream()
    }

    /// Watches the channel on which connections come in.
    func watch(_ channel: any Channel) {
        channel.closeFuture.whenComplete { _ in self.shut() }
    }

    /// Nobody comes in any more.
    func shut() {
        closer.finish()
    }

    /// Returns once nobody comes in any more, or when its task is cancelled.
    func untilShut() async {
        for await _ in closing {}
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
