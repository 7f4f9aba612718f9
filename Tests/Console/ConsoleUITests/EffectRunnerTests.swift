// Goal: every effect is answered by an event, and what is cancelled ends.
// Method: a runner over the scripted client; answers are awaited, never slept for.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore
import Synchronization
import Testing

@Suite("Effect runner")
struct EffectRunnerTests {
    private struct DemoLineTwin: DemoLine {
        let applied: AsyncStream<LineCommand>.Continuation
        func apply(_ command: LineCommand) async { applied.yield(command) }
    }

    private actor PeopleTwin: DemoPeople {
        private(set) var senders: [String] = []
        func waitForBank() async {}
        func credentials(of user: String) async -> DemoCredentials? { nil }
        func codeWasSent(by user: String?) { senders.append(user ?? "whoever signed in last") }
    }

    /// Runs effects and collects as many events as asked for.
    private func run(
        _ effects: [ClientEffect],
        expecting count: Int,
        client: ScriptedClient = ScriptedClient(),
        line: (any DemoLine)? = nil,
        people: (any DemoPeople)? = nil
    ) async -> [ConsoleEvent] {
        let (events, sink) = AsyncStream<ConsoleEvent>.makeStream()
        let runner = EffectRunner(client: client, line: line, people: people) { sink.yield($0) }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            for effect in effects { runner.submit(effect) }
            var received: [ConsoleEvent] = []
            for await event in events {
                received.append(event)
                if received.count == count { break }
            }
            runner.finish()
            await group.waitForAll()
            return received
        }
    }

    private func secret(_ text: String) -> SharedSecret {
        let secret = SharedSecret(capacity: 64)
        for scalar in text.unicodeScalars { secret.append(scalar) }
        return secret
    }

    @Test("a sign-in is answered, and both secrets are empty afterwards")
    func signIn() async {
        let password = secret(ScriptedBank.password)
        let code = secret(ScriptedBank.code)
        let events = await run(
            [.signIn(user: "asha", password: password, code: code)],
            expecting: 1
        )
        guard case .reply(.signedIn(.signedIn(let user)))? = events.first else {
            Issue.record("no answer")
            return
        }
        #expect(user.displayName == "Asha Rao")
        #expect(password.isEmpty)
        #expect(code.isEmpty)
    }

    @Test("opening the offline copy is answered, and the password is empty afterwards")
    func openOffline() async {
        let password = secret(ScriptedBank.password)
        let events = await run([.openOffline(user: "asha", password: password)], expecting: 1)
        guard case .reply(.openedOffline(.opened(let user, _)))? = events.first else {
            Issue.record("no answer")
            return
        }
        #expect(user.displayName == "Asha Rao")
        #expect(password.isEmpty)
    }

    @Test("the report and the sessions are answers, also when there are none")
    func report() async {
        let events = await run(
            [.query(QueryRequest(SyncReportQuery())), .sessions],
            expecting: 2
        )
        let kinds = events.map { event in
            switch event {
            case .reply(.query(let reply)):
                "report of \(reply.answer(to: SyncReportQuery.self)?.answer.queue.count ?? -1)"
            case .reply(.sessions(let sessions)): "\(sessions?.count ?? 0) sessions"
            default: "another answer"
            }
        }
        #expect(Set(kinds) == ["report of 0", "3 sessions"])
        let client = ScriptedClient()
        await client.breakRecord()
        let failed = await run(
            [.query(QueryRequest(SyncReportQuery()))],
            expecting: 1,
            client: client
        )
        guard case .reply(.query(let reply))? = failed.first else {
            Issue.record("no answer")
            return
        }
        #expect(reply.isUnreadable)
        #expect(reply.failure(of: SyncReportQuery.self) != nil)
    }

    // Symptom: where access was taken away, "The entries could not be read on this machine".
    @Test("an account that the user has no more is told apart from a record that cannot be read")
    func accountGone() async {
        let client = ScriptedClient()
        await client.takeAccountsAway()
        let id = ScriptedBank.savings
        let query = EntriesQuery(
            id: RequestID(number: 7),
            accountID: id,
            places: 0..<5,
            matches: nil
        )
        let month = StatementMonth(year: 2026, month: 10)
        let events = await run(
            [
                .query(QueryRequest(query)),
                .query(QueryRequest(StatementMonthsQuery(accountID: id))),
                .query(QueryRequest(StatementQuery(accountID: id, month: month))),
            ],
            expecting: 3,
            client: client
        )
        let replies = events.compactMap { event -> QueryReply? in
            guard case .reply(.query(let reply)) = event else { return nil }
            return reply
        }
        #expect(replies.map(\.goneAccount) == [id, id, id])
        let entries = replies.compactMap { $0.failure(of: EntriesQuery.self) }
        #expect(entries.map(\.id) == [query.id])
        #expect(replies.contains { $0.failure(of: StatementMonthsQuery.self) != nil })
        #expect(replies.contains { $0.failure(of: StatementQuery.self) != nil })
    }

    @Test("what the record cannot answer is an answer too")
    func failures() async {
        let client = ScriptedClient()
        await client.breakRecord()
        let id = RequestID(number: 7)
        let query = EntriesQuery(
            id: id,
            accountID: ScriptedBank.savings,
            places: 0..<5,
            matches: nil
        )
        let events = await run(
            [.query(QueryRequest(query))],
            expecting: 1,
            client: client
        )
        guard case .reply(.query(let reply))? = events.first else {
            Issue.record("no answer")
            return
        }
        #expect(reply.isUnreadable)
        #expect(reply.failure(of: EntriesQuery.self)?.id == id)
    }

    @Test("a search reports, and ends when it is cancelled")
    func cancelledSearch() async {
        let client = ScriptedClient()
        let (events, sink) = AsyncStream<ConsoleEvent>.makeStream()
        let runner = EffectRunner(client: client) { sink.yield($0) }
        let id = RequestID(number: 9)
        var reports = 0
        var hasEnded = false
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            runner.submit(
                .search(
                    SearchRequest(
                        id: id,
                        accountID: ScriptedBank.savings,
                        filter: EntryFilter()
                    )
                )
            )
            for await event in events {
                if case .reply(.searchProgress) = event {
                    reports += 1
                    runner.submit(.cancelSearch(id))
                }
                if case .reply(.searchEnded(id)) = event {
                    hasEnded = true
                    break
                }
            }
            runner.finish()
            await group.waitForAll()
        }
        // The search of this client never ends by itself.
        #expect(reports == 1)
        #expect(hasEnded)
    }

    @Test("a search that is cancelled before it began ends too")
    func earlyCancel() async {
        let id = RequestID(number: 9)
        let events = await run(
            [
                .search(
                    SearchRequest(
                        id: id,
                        accountID: ScriptedBank.savings,
                        filter: EntryFilter()
                    )
                ),
                .cancelSearch(id),
            ],
            expecting: 1
        )
        #expect(events.count == 1)
    }

    @Test("the client's news is passed on")
    func news() async {
        let client = ScriptedClient()
        await client.tell(.recordsChanged)
        let events = await run([], expecting: 1, client: client)
        guard case .client(.recordsChanged)? = events.first else {
            Issue.record("no news")
            return
        }
    }

    @Test("line commands reach the line of a demonstration")
    func line() async {
        let (commands, sink) = AsyncStream<LineCommand>.makeStream()
        _ = await run(
            [.line(.slow)],
            expecting: 1,
            line: DemoLineTwin(applied: sink)
        )
        sink.finish()
        var applied: [LineCommand] = []
        for await command in commands { applied.append(command) }
        #expect(applied == [.slow])
    }

    @Test("the people of a demonstration hear of each code that is sent, and of none filled in")
    func codesSent() async {
        let people = PeopleTwin()
        _ = await run([.fillIn(user: "asha", signsIn: false)], expecting: 1, people: people)
        let password = secret(ScriptedBank.password)
        let signIn = ClientEffect.signIn(
            user: "asha",
            password: password,
            code: secret(ScriptedBank.code)
        )
        _ = await run([signIn], expecting: 1, people: people)
        let key = IntentKey(rawValue: 1)
        let again = ClientEffect.reauthorise(key, code: secret(ScriptedBank.code))
        _ = await run([again], expecting: 1, people: people)
        let senders = await people.senders
        #expect(senders == ["asha", "whoever signed in last"])
    }

    @Test("running ends when its task is cancelled")
    func cancelled() async {
        let (events, sink) = AsyncStream<ConsoleEvent>.makeStream()
        let runner = EffectRunner(client: ScriptedClient()) { sink.yield($0) }
        let hasEnded = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await runner.run()
                return true
            }
            group.cancelAll()
            return await group.next() ?? false
        }
        #expect(hasEnded)
        // What is submitted after that is done by nobody.
        runner.submit(.status)
        sink.finish()
        var answers = 0
        for await _ in events { answers += 1 }
        #expect(answers == 0)
    }
}
