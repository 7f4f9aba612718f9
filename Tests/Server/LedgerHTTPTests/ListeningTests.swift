import HummingbirdCore
import LedgerService
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import LedgerHTTP

// Symptom: when the system took a listener away, its server went on behind a shut door, healthy by
// its own account. Cause: a listener that ended was no failure, and the others kept the process.
// Proof: it ends with an error while a peer is still being answered, and a stop is none.

@Suite(.timeLimit(.minutes(10))) struct ListeningTests {
    /// A door that opens on a free port, with the channel on which it listens.
    private func listening(
        _ answering: some ServerAnswering,
        _ opened: @escaping @Sendable (any Channel) -> Void
    ) -> Listening {
        Listening(place: "127.0.0.1:0") { door in
            BankChannel(certificates: nil, limits: ServerLimits(), answering: answering).server(
                configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { channel in
                    door.watch(channel)
                    opened(channel)
                },
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: .silent
            )
        }
    }

    @Test("a door that shuts by itself ends the server, though a peer is still being answered")
    func shutDoor() async throws {
        let answering = NeverAnswering()
        let (channels, opened) = AsyncStream.makeStream(of: (any Channel).self)
        let door = listening(answering) { opened.yield($0) }
        let silent = UntilCancelled()
        let run = Task { try await Together(services: [door, silent]).run() }
        var iterator = channels.makeAsyncIterator()
        let channel = try #require(await iterator.next())
        let port = try #require(channel.localAddress?.port)
        let peer = try await Peer(.tcp(port: port))
        try await peer.send("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n")
        await answering.untilAsked()

        try await channel.close().get()
        await #expect(throws: ServerError(.listenerEnded, subject: "127.0.0.1:0")) {
            try await run.value
        }
        #expect(await peer.rest().isEmpty)
        #expect(silent.wasCancelled)
    }

    // Symptom: at a limit of thirty files the server said that the system does not let it listen there,
    // and to choose another place.
    @Test("a listener for which there is no file left says so, and not that the place is wrong")
    func noFiles() async throws {
        // EMFILE and ENFILE.
        for code in [24, 23] as [Int32] {
            let door = Listening(place: "/run/console.sock") { _ in Failing(code: code) }
            let error = await #expect(throws: ServerError.self) { try await door.run() }
            #expect(error?.code == .tooManyFiles)
            #expect(error?.description.contains("LimitNOFILE=") == true)
        }
    }

    @Test("an address that is none of this machine's is told apart from one that is refused")
    func foreignAddress() async throws {
        // An address for documents (RFC 5737), which no machine has, and a name that nobody has.
        let hosts: [(name: String, code: ServerError.Code)] = [
            ("192.0.2.1", .addressNotLocal), ("no-such-host.invalid", .addressUnknown),
        ]
        for (host, code) in hosts {
            let door = Listening(place: "\(host):8443") { _ in
                BankChannel(
                    certificates: nil,
                    limits: ServerLimits(),
                    answering: NeverAnswering()
                ).server(
                    configuration: ServerConfiguration(address: .hostname(host, port: 0)),
                    onServerRunning: { _ in },
                    eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                    logger: .silent
                )
            }
            let error = await #expect(throws: ServerError.self) { try await door.run() }
            #expect(error?.code == code)
            #expect(error?.description.contains("listen.host") == true)
        }
    }

    @Test("a door that is shut because the server stops is no failure")
    func stop() async throws {
        let (channels, opened) = AsyncStream.makeStream(of: (any Channel).self)
        let door = listening(NeverAnswering()) { opened.yield($0) }
        let group = ServiceGroup(
            configuration: .init(services: [Together(services: [door])], logger: .silent)
        )
        async let run: Void = group.run()
        var iterator = channels.makeAsyncIterator()
        _ = try #require(await iterator.next())
        await group.triggerGracefulShutdown()
        try await run
    }

    @Test("a place that is taken is said to be taken")
    func takenPlace() async throws {
        let door = Listening(place: "here") { _ in Failing() }
        await #expect(throws: ServerError(.addressInUse, subject: "here")) {
            try await door.run()
        }
    }
}

/// Answers nobody until the connection is given up.
private final class NeverAnswering: ServerAnswering {
    private let asked: AsyncStream<Never>
    private let noter: AsyncStream<Never>.Continuation

    init() {
        (asked, noter) = AsyncStream.makeStream()
    }

    func untilAsked() async {
        for await _ in asked {}
    }

    @concurrent
    func answer(
        _ request: HummingbirdCore.Request,
        from facts: ConnectionFacts,
        to writer: consuming ResponseWriter
    ) async throws {
        noter.finish()
        let (never, _) = AsyncStream.makeStream(of: Never.self)
        for await _ in never {}
        throw CancellationError()
    }

    func refused(_ refusal: ServerRefusal) {}

    func turnedAway() {}

    func closed(_ reason: ClosingReason) {}
}

/// Goes on until it is cancelled.
private final class UntilCancelled: Service {
    private let isOver = Mutex(false)

    var wasCancelled: Bool { isOver.withLock(\.self) }

    func run() async {
        let (never, _) = AsyncStream.makeStream(of: Never.self)
        for await _ in never {}
        isOver.withLock { $0 = Task.isCancelled }
    }
}

/// Is refused by the system; without a number of errno(3) it finds its place taken.
private struct Failing: Service {
    var code: Int32 = 98

    func run() throws {
        throw IOError(errnoCode: code, reason: "bind")
    }
}
