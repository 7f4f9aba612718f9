import ClientService
import CoreVocabulary
import LedgerService
import SyncCore
import WireProtocol

extension Network {
    /// Time between attempts to deliver an event over a blocked line, in milliseconds.
    private static let retryMilliseconds: Int64 = 1_000
    /// Percentage of deltas after which the console's screen is painted soon.
    private static let lookPercent = 25

    /// Opens a stream from the bank to a console.
    func openStream(
        _ token: [UInt8],
        _ cursor: Cursor?,
        _ console: Int,
        _ host: Host
    ) async throws(LinkError) -> LinkStream {
        guard host.isAlive, !state.value.refused.contains(console) else {
            throw .notSent(.lineDown)
        }
        world.trace.note(
            "console \(console) → stream after \(cursor.map { "\($0.feedSequence)" } ?? "nothing")"
        )
        guard await wait(milliseconds: flightMilliseconds(), host),
            !state.value.blockedUp.contains(console), !chance(.requestLost, percent: 4)
        else {
            try? await host.sleep(nanoseconds: 30 * Instant.nanosecondsPerSecond)
            throw .notSent(.timedOut)
        }
        guard let bank = world.bank.life else { throw .notSent(.connectionRefused) }
        let act = world.judge.begin(.stream(token: token, cursor: cursor))
        guard
            let answer = await bank.host.call({
                await Act.$current.withValue(act) {
                    await bank.bank.stream(token: token, after: cursor, from: .inProcess)
                }
            })
        else {
            world.judge.drop(act)
            throw .noReply(.lineDown)
        }
        let code: Problem.Code? =
            if case .failure(let refusal) = answer { refusal.problem.code } else { nil }
        world.judge.sawStream(act, refused: code)
        if code != nil { world.judge.drop(act) }
        guard await wait(milliseconds: flightMilliseconds(), host) else {
            throw .noReply(.lineDown)
        }
        switch answer {
        case .failure(let refusal):
            world.trace.note("console \(console) ← no stream: \(refusal.problem.code.rawValue)")
            throw .noReply(.answerUnreadable)
        case .success(let events):
            return begin(events, act, console, bank.host)
        }
    }

    private func begin(
        _ events: AsyncStream<StreamEvent>,
        _ act: Act,
        _ console: Int,
        _ bank: Host
    ) -> LinkStream {
        state.value.lastCall += 1
        let number = state.value.lastCall
        let (stream, continuation) = LinkStream.makeStream()
        state.value.streams[number] = OpenStream(console: console, continuation: continuation)
        continuation.onTermination = { _ in self.state.value.streams[number] = nil }
        bank.spawn {
            await Act.$current.withValue(act) {
                for await event in events {
                    guard bank.isAlive else { break }
                    self.world.judge.saw(event, of: act)
                    guard self.state.value.streams[number] != nil else { break }
                    // At most one event is in flight. The next one is made after its delivery.
                    guard await self.carry(event, number, console, bank) else { break }
                }
            }
            self.world.judge.drop(act)
            self.endStream(number, bank.isAlive ? nil : LinkError.noReply(.lineDown))
        }
        return stream
    }

    /// Delivers an event to its console; returns false if the stream is over.
    private func carry(
        _ event: StreamEvent,
        _ number: UInt64,
        _ console: Int,
        _ bank: Host
    ) async -> Bool {
        guard await wait(milliseconds: flightMilliseconds(), bank) else { return false }
        while state.value.blockedDown.contains(console) {
            guard await wait(milliseconds: Self.retryMilliseconds, bank) else { return false }
            // Some blocked lines recover, and others are dead without a sign.
            if dice.value.percent(10) { return false }
        }
        guard let open = state.value.streams[number] else { return false }
        let worn = worn(event, console)
        world.oracle.sawEvent(worn, on: console)
        open.continuation.yield(worn)
        if case .delta = worn, dice.value.percent(Self.lookPercent) { lookSoon(console) }
        return true
    }

    /// Paints the screen of a console some milliseconds after an event.
    private func lookSoon(_ number: Int) {
        let console = world.consoles[number]
        world.later(dice.value.within(1...20)) {
            guard let life = console.life else { return }
            life.host.spawn { await Customer.look(life, console) }
        }
    }

    /// Returns the event as it arrives, altered by chance.
    private func worn(_ event: StreamEvent, _ console: Int) -> StreamEvent {
        guard case .delta(let batch) = event, world.climate.has(.entryAltered),
            let altered = Forgery.entry(of: batch, in: .delta, &forger.value),
            chance(.entryAltered, percent: 4)
        else {
            guard forgesPlace(), let forged = Forgery.place(in: event, &forger.value) else {
                return event
            }
            world.note(forged: forged.field)
            world.oracle.alteredPlace(on: console)
            return forged.event
        }
        note(altered.forged, console)
        return .delta(altered.batch)
    }

    /// Returns the open streams of a console, oldest first.
    func openStreams(of console: Int) -> [UInt64] {
        state.value.streams.filter { $0.value.console == console }.keys.sorted()
    }

    /// Ends a stream, with or without an error.
    func endStream(_ number: UInt64, _ error: LinkError?) {
        guard let open = state.value.streams.removeValue(forKey: number) else { return }
        if error != nil { world.oracle.sawSilence(on: open.console) }
        open.continuation.finish(throwing: error)
    }

    private func wait(milliseconds: Int64, _ host: Host) async -> Bool {
        (try? await host.sleep(nanoseconds: milliseconds * 1_000_000)) != nil
    }
}
