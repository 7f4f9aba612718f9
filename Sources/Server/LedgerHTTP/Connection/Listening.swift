import Glibc
import NIOCore
import ServiceLifecycle

/// A listener that explains in a sentence why it cannot listen, or stopped to.
///
/// The system may close a listener while its process continues. A bank without listeners has to
/// end, so that its supervisor starts it again.
struct Listening: Service {
    /// The address or path, for the error.
    let place: String
    private let door = Door()
    private let service: any Service

    /// Creates a listener from a service that passes its listening channel to the door.
    init(place: String, _ service: (Door) -> any Service) {
        self.place = place
        self.service = service(door)
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A failure has an error of its own and ends the other task by leaving this body. If
                // the door were shut first, the door's error would replace it.
                try await listen()
                door.shut()
            }
            // The service itself only ends after the last connection, which may take long.
            group.addTask {
                await door.untilShut()
                guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
                throw ServerError(.listenerEnded, subject: place)
            }
            // The first failure leaves this body and ends the other task.
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

/// Signals when a listening channel is closed.
final class Door: Sendable {
    private let closing: AsyncStream<Never>
    private let closer: AsyncStream<Never>.Continuation

    init() { (closing, closer) = AsyncStream.makeStream() }

    /// Watches a listening channel for its closing.
    func watch(_ channel: any Channel) {
        channel.closeFuture.whenComplete { _ in self.shut() }
    }

    /// Signals that no more connections will be accepted.
    func shut() { closer.finish() }

    /// Waits until the channel is closed, or the task is cancelled.
    func untilShut() async {
        for await _ in closing {}
    }
}

/// A group of services that stop at the same time.
struct Together: Service {
    let services: [any Service]

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask { try await service.run() }
            }
            // The first failure leaves this body and ends the others.
            while try await group.next() != nil {}
        }
    }
}
