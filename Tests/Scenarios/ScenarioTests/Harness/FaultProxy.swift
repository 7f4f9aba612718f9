import CoreVocabulary
import Glibc
import Synchronization
import Testing

/// Stands between consoles and the bank on a Unix socket and does what bad networks do: delays,
/// cuts, loses replies, and sends requests twice.
///
/// Every piece of bytes draws one fate from a seed. Requests are not pipelined, so what came from
/// the console since the last reply is one request; that is what is sent again.
final class FaultProxy: Sendable {
    /// What may happen to a piece of bytes.
    enum Fate: String, CaseIterable {
        case passes, waits, isCut, losesReply, arrivesTwice
    }

    /// No program that a test starts may keep a connection open which the proxy has closed.
    private static let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    private static let pieceByteLimit = 65_536
    private static let waitLimitMilliseconds: UInt64 = 25
    /// How long a copy of a request waits for its answer, which nobody gets.
    private static let copyWaitMilliseconds: CInt = 300

    private let path: String
    private let target: String
    private let listener: CInt
    private let state: Mutex<State>

    private struct State {
        var random: SplitMix64
        var counts: [Fate: Int] = [:]
        var isClosed = false
    }

    /// Listens at a path, and connects to a target for each connection.
    init(path: String, target: String, seed: UInt64) throws {
        self.path = path
        self.target = target
        state = Mutex(State(random: SplitMix64(seed: seed)))
        listener = socket(AF_UNIX, Self.kind, 0)
        unlink(path)
        let code = Self.withAddress(path) { bind(listener, $0, $1) }
        try #require(code == 0 && listen(listener, 128) == 0, "\(path) cannot be listened at")
        Thread.start { [self] in accept() }
    }

    /// How often each fate was drawn.
    var counts: [Fate: Int] { state.withLock { $0.counts } }

    /// Takes no more connections.
    func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, CInt(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let console = Glibc.accept(listener, nil, nil)
            if console < 0 {
                guard state.withLock({ $0.isClosed }) else { continue }
                // Here alone: closed by another thread, its number could be another listener's while
                // this one still accepts at it.
                Glibc.close(listener)
                return
            }
            _ = fcntl(console, F_SETFD, FD_CLOEXEC)
            guard let bank = connectToTarget() else {
                Glibc.close(console)
                continue
            }
            Thread.start { [self] in carry(console, bank) }
        }
    }

    private func connectToTarget() -> CInt? {
        let bank = socket(AF_UNIX, Self.kind, 0)
        let code = Self.withAddress(target) { connect(bank, $0, $1) }
        guard code == 0 else {
            Glibc.close(bank)
            return nil
        }
        return bank
    }

    /// Carries bytes both ways until one side ends or a fate cuts the line.
    private func carry(_ console: CInt, _ bank: CInt) {
        defer {
            Glibc.close(console)
            Glibc.close(bank)
        }
        var request: [UInt8] = []
        var isRequestOver = true
        while true {
            var files = [
                pollfd(fd: console, events: Int16(POLLIN), revents: 0),
                pollfd(fd: bank, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&files, 2, -1) > 0 else { return }
            for (index, file) in files.enumerated() where file.revents != 0 {
                guard let piece = Self.read(file.fd) else { return }
                let isFromConsole = index == 0
                if isFromConsole {
                    if isRequestOver { request = [] }
                    isRequestOver = false
                    request += piece
                } else {
                    isRequestOver = true
                }
                switch draw(isFromConsole: isFromConsole) {
                case .passes: break
                case .waits:
                    usleep(
                        UInt32(
                            state.withLock {
                                $0.random.next() % Self.waitLimitMilliseconds
                            }
                        ) * 1_000
                    )
                case .isCut, .losesReply: return
                case .arrivesTwice: sendAgain(request)
                }
                guard Self.write(piece, to: isFromConsole ? bank : console) else { return }
            }
        }
    }

    /// One piece in sixteen meets a fate; which ones depends on the side that it comes from.
    private func draw(isFromConsole: Bool) -> Fate {
        state.withLock { state in
            let number = state.random.next() % 64
            let fate: Fate =
                switch number {
                case 0: .isCut
                case 1: isFromConsole ? .arrivesTwice : .losesReply
                case 2, 3: .waits
                default: .passes
                }
            state.counts[fate, default: 0] += 1
            return fate
        }
    }

    /// Sends a request on a connection of its own and throws the answer away.
    private func sendAgain(_ request: [UInt8]) {
        guard let bank = connectToTarget() else { return }
        defer { Glibc.close(bank) }
        guard Self.write(request, to: bank) else { return }
        var file = pollfd(fd: bank, events: Int16(POLLIN), revents: 0)
        _ = poll(&file, 1, Self.copyWaitMilliseconds)
    }

    private static func read(_ descriptor: CInt) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: pieceByteLimit)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private static func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func withAddress(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            buffer.copyBytes(from: path.utf8.prefix(buffer.count - 1))
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// A thread that runs a body and is not waited for.
private enum Thread {
    @discardableResult
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { pointer in
                if let pointer {
                    Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                }
                return nil
            },
            box.toOpaque()
        )
        if code == 0 { pthread_detach(thread) } else { box.release() }
        return code == 0
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
