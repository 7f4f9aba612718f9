package import ClientService
import IdentityCore
import Synchronization

/// Runs the console's requests to the client service, and delivers the replies as events.
///
/// Effects run concurrently. The console recognises late answers by their identifiers. Start
/// ``run()`` in one task. It ends when that task is cancelled, or after ``finish()``.
package final class EffectRunner: Sendable {
    private let client: any BankClient
    private let line: (any DemoLine)?
    private let people: (any DemoPeople)?
    private let deliver: @Sendable (ConsoleEvent) -> Void
    private let effects: AsyncStream<ClientEffect>
    private let queue: AsyncStream<ClientEffect>.Continuation
    /// Stop signal for every accepted search.
    private let searches = Mutex<[RequestID: Stop]>([:])

    private struct Stop {
        var stream: AsyncStream<Never>
        var stopper: AsyncStream<Never>.Continuation
    }

    /// Creates a runner; `deliver` receives each reply on any thread, and must not block.
    package init(
        client: any BankClient,
        line: (any DemoLine)? = nil,
        people: (any DemoPeople)? = nil,
        deliver: @escaping @Sendable (ConsoleEvent) -> Void
    ) {
        self.client = client
        self.line = line
        self.people = people
        self.deliver = deliver
        (effects, queue) = AsyncStream.makeStream()
    }

    /// Accepts an effect and returns at once.
    package func submit(_ effect: ClientEffect) {
        switch effect {
        case .cancelSearch(let id):
            searches.withLock { $0[id]?.stopper.finish() }
        case .search(let request):
            // Registered before it starts, so that a cancellation is never too early.
            let (stream, stopper) = AsyncStream<Never>.makeStream()
            searches.withLock { $0[request.id] = Stop(stream: stream, stopper: stopper) }
            queue.yield(effect)
        default:
            queue.yield(effect)
        }
    }

    /// Ends ``run()`` after the accepted effects are complete.
    package func finish() {
        queue.finish()
    }

    /// Runs effects as they arrive, and forwards the client's news.
    package func run() async {
        await withTaskGroup { group in
            group.addTask {
                for await event in await self.client.events() {
                    self.deliver(.client(event))
                }
            }
            await withDiscardingTaskGroup { running in
                for await effect in effects {
                    running.addTask { await self.perform(effect) }
                }
            }
            group.cancelAll()
        }
    }

    private func perform(_ effect: ClientEffect) async {
        if case .search(let request) = effect {
            await search(request)
        } else {
            deliver(.reply(await answer(effect)))
        }
    }

    private func search(_ request: SearchRequest) async {
        guard let stop = searches.withLock({ $0[request.id]?.stream }) else { return }
        await withTaskGroup { group in
            group.addTask {
                let progress = await self.client.search(request.filter, in: request.accountID)
                for await report in progress {
                    self.deliver(.reply(.searchProgress(request.id, report)))
                }
            }
            group.addTask {
                for await _ in stop {}
            }
            await group.next()
            group.cancelAll()
        }
        searches.withLock { $0.removeValue(forKey: request.id) }?.stopper.finish()
        deliver(.reply(.searchEnded(request.id)))
    }

    /// Runs an effect and returns its reply, which is ``ClientReply/done`` if it has no result.
    private func answer(_ effect: ClientEffect) async -> ClientReply {
        switch effect {
        case .signIn(let user, let password, let code):
            await people?.waitForBank()
            await people?.codeWasSent(by: user)
            return .signedIn(await client.signIn(user: user, password: password, code: code))
        case .openOffline(let user, let password):
            return .openedOffline(await client.openOffline(user: user, password: password))
        case .signOut:
            await client.signOut()
            return .signedOut
        case .unlock(let password):
            return .unlocked(await client.unlock(password: password))
        case .status:
            return .status(await client.status())
        case .query(let request):
            return .query(await request.query.run(on: client))
        case .review(let id, let draft):
            return .reviewed(id, await client.review(draft))
        case .authorise(let review, let code):
            await people?.codeWasSent(by: nil)
            return .transferred(
                review.reviewed.intentKey,
                await client.authorise(review, code: code)
            )
        case .reauthorise(let key, let code):
            await people?.codeWasSent(by: nil)
            return .transferred(key, await client.reauthorise(key, code: code))
        case .sessions:
            return .sessions(await client.sessions())
        case .endSession(let id):
            return .sessionEnded(id, await client.endSession(id))
        case .readNotice:
            await client.readNotice()
            return .done
        case .refresh:
            await client.refresh()
            return .refreshed
        case .fillIn(let user, let signsIn):
            if signsIn { await people?.waitForBank() }
            let credentials = await people?.credentials(of: user)
            return .filledIn(credentials, signsIn: signsIn)
        case .line(let command):
            await line?.apply(command)
            return line == nil ? .done : .line(command)
        default:
            return await load(effect)
        }
    }

    /// Reads or changes data that all screens share.
    ///
    /// Any error becomes a single reply, and the client has logged it.
    private func load(_ effect: ClientEffect) async -> ClientReply {
        switch effect {
        case .accounts:
            return await reply(.accounts) { .accounts(try await $0.accounts()) }
        case .activity(let limit):
            return await reply(.activity) {
                .activity(try await $0.recentActivity(limit: limit))
            }
        case .payees:
            return await reply(.payees) { .payees(try await $0.payees()) }
        case .outbox:
            return await reply(.outbox) { .outbox(try await $0.outbox()) }
        case .cancel(let key):
            return await reply(.cancel(key)) {
                .cancelled(key, try await $0.cancel(key))
            }
        case .acknowledge(let key):
            return await reply(.acknowledge(key)) { client in
                try await client.acknowledge(key)
                return .acknowledged(key)
            }
        default:
            return .done
        }
    }

    private func reply(
        _ failure: FailedLoad,
        _ body: (any BankClient) async throws -> ClientReply
    ) async -> ClientReply {
        do {
            return try await body(client)
        } catch {
            return .failed(failure)
        }
    }
}
