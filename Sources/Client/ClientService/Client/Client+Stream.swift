import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

extension Client {
    /// The longest silence of a live stream, in milliseconds: the life of a heartbeat, and a margin
    /// for the way.
    static let silenceLimitMilliseconds = FreshnessRule.heartbeatLimitSeconds * 1_000 + 5_000

    /// Opens a stream after the record's cursor.
    func openStream(after cursor: Cursor?, _ session: Session) async -> SyncMachine.Event? {
        guard let token = self.session?.online?.tokens.access else { return nil }
        let opening = await StreamOpening.run(
            over: link,
            token: token,
            after: cursor,
            clock: clock,
            limitMilliseconds: settings.replyLimitMilliseconds,
            unless: feedSignal
        )
        guard isCurrent(session.number) else { return nil }
        switch opening {
        case .opened(let stream):
            self.stream = stream
            return .streamOpened
        case .unavailable:
            return .streamUnavailable
        case .failed(let cause):
            noteCause(cause)
            return .requestFailed(retryAfterMilliseconds: 0)
        case .interrupted:
            return nextWork == nil ? .refreshAsked : nil
        }
    }

    /// Waits for the stream's next event.
    func listen(_ session: Session) async -> SyncMachine.Event? {
        guard let stream else { return .streamEnded(inOrder: false) }
        let step = await StreamStep.next(
            of: stream,
            clock: clock,
            limitMilliseconds: Self.silenceLimitMilliseconds,
            unless: feedSignal
        )
        guard isCurrent(session.number) else { return nil }
        switch step {
        case .event(let event):
            return await take(event, session)
        case .ended(let cause):
            noteCause(cause)
            return .streamEnded(inOrder: false)
        case .interrupted:
            // Whoever stops waiting for a stream closes it; what is held is where it goes on.
            return nextWork == nil ? .streamEnded(inOrder: true) : nil
        }
    }

    private func take(_ event: StreamEvent, _ session: Session) async -> SyncMachine.Event? {
        switch event {
        case .delta(let batch):
            guard isNext(batch.after) else { return .batchDisordered }
            pendingBatch = PendingBatch(
                batch: batch,
                after: machine.cursor,
                serverTime: machine.link.lastContact ?? .epoch,
                isStreamed: true
            )
            return .deltaArrived(cursor: batch.cursor, head: batch.head)
        case .checkpoint(let checkpoint):
            guard isNext(checkpoint.after), !isDoubtful(checkpoint.serverTime) else {
                return .batchDisordered
            }
            return await take(checkpoint, session)
        case .heartbeat(let heartbeat):
            guard !isDoubtful(heartbeat.serverTime) else { return .batchDisordered }
            return .heartbeatArrived(
                head: heartbeat.head,
                serverTime: heartbeat.serverTime,
                sentAt: sendingTime(of: heartbeat.serverTime),
                lifeMilliseconds: heartbeat.lifeMilliseconds
            )
        case .control(.resume):
            return .streamEnded(inOrder: true)
        case .control(.epochChanged):
            return .booksReplaced
        case .control(.upgrade):
            return .upgradeAsked
        case .control(.sessionEnded):
            await endSessionByBank(session.number)
            return nil
        case .control(.wipe(let nonce)):
            await wipe(nonce: nonce, session.number)
            return nil
        }
    }

    /// True if an event after this cursor is the next one for the record; if not, an event was
    /// lost.
    private func isNext(_ after: Cursor?) -> Bool {
        guard let after else { return true }
        return after.epoch == machine.cursor?.epoch
            && after.feedSequence == machine.cursor?.feedSequence
    }

    private func take(
        _ checkpoint: StreamCheckpoint,
        _ session: Session
    ) async -> SyncMachine.Event? {
        // The place may be one that nothing of this user's lies before: it is moved to alone.
        pendingBatch = PendingBatch(
            batch: FeedBatch(changes: [], cursor: checkpoint.cursor, head: checkpoint.head),
            after: machine.cursor,
            serverTime: checkpoint.serverTime,
            isStreamed: true
        )
        var agrees: Bool?
        if let root = checkpoint.root {
            // A record that cannot be read now is compared when it can.
            agrees = (try? await trie(session)).map { $0.root == root }
        }
        // An agreement on less than the bank told of is none: it is asked about by itself.
        if agrees == true, (try? await isShortOfTold(session)) ?? true { agrees = nil }
        guard isCurrent(session.number) else { return nil }
        if agrees == true { await noteAgreement(at: checkpoint.serverTime, session) }
        return .checkpointArrived(
            cursor: checkpoint.cursor,
            head: checkpoint.head,
            agrees: agrees,
            serverTime: checkpoint.serverTime,
            sentAt: sendingTime(of: checkpoint.serverTime)
        )
    }

    /// Returns true if the age of a stamp in the stream is uncertain.
    ///
    /// The bank's clock was set since the last answer, or the line holds the stream up; another
    /// question tells what such stamps are worth.
    private func isDoubtful(_ serverTime: Instant) -> Bool {
        bankClock?.isDoubtful(naming: serverTime, by: clock.boottime()) ?? false
    }

    /// Returns the earliest sending time of an answer, by the clock that never jumps.
    private func sendingTime(of serverTime: Instant) -> Instant {
        let now = clock.boottime()
        return bankClock?.sending(of: serverTime, by: now) ?? now
    }
}

/// The result of opening a stream.
enum StreamOpening: Sendable {
    /// The stream is open.
    case opened(LinkStream)
    /// The line does not support streams.
    case unavailable
    /// The stream could not be opened.
    case failed(LinkCause)
    /// A more urgent event interrupted the opening.
    case interrupted

    static func run(
        over link: any BankLink,
        token: [UInt8],
        after cursor: Cursor?,
        clock: any ClientClock,
        limitMilliseconds: Int64,
        unless signal: Signal
    ) async -> StreamOpening {
        await withTaskGroup(of: StreamOpening.self) { group in
            group.addTask {
                do throws(LinkError) {
                    let stream = try await link.stream(token: token, after: cursor)
                    return stream.map { .opened($0) } ?? .unavailable
                } catch {
                    return .failed(error.cause)
                }
            }
            group.addTask {
                // Cancelled when the race is over; its result is not looked at then.
                try? await clock.sleep(milliseconds: limitMilliseconds)
                return .failed(.timedOut)
            }
            group.addTask {
                await signal.wait()
                return .interrupted
            }
            let first = await group.next() ?? .interrupted
            group.cancelAll()
            return first
        }
    }
}

/// The next event of a stream, or the reason why there is none.
enum StreamStep: Sendable {
    /// The bank sent this event.
    case event(StreamEvent)
    /// The stream ended, or was silent for too long.
    case ended(LinkCause)
    /// A more urgent event came first; the stream is closed.
    case interrupted

    static func next(
        of stream: LinkStream,
        clock: any ClientClock,
        limitMilliseconds: Int64,
        unless signal: Signal
    ) async -> StreamStep {
        await withTaskGroup(of: StreamStep.self) { group in
            group.addTask {
                do {
                    var iterator = stream.makeAsyncIterator()
                    return try await iterator.next().map { .event($0) } ?? .ended(.lineDown)
                } catch let error as LinkError {
                    return .ended(error.cause)
                } catch {
                    return .ended(.lineDown)
                }
            }
            group.addTask {
                // Cancelled when the race is over; its result is not looked at then.
                try? await clock.sleep(milliseconds: limitMilliseconds)
                return .ended(.timedOut)
            }
            group.addTask {
                await signal.wait()
                return .interrupted
            }
            let first = await group.next() ?? .interrupted
            group.cancelAll()
            return first
        }
    }
}
